#include "baselines/quantizers/k_quant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/quantizers/fp16.h"
#include "tests/quant/products.h"

namespace mllm_npu {
namespace {

using support::product_error;
using support::quantized_product;
using support::random_floats;
using ::testing::Each;
using ::testing::ElementsAre;

const KQuant kQ8(KQuantFormat::kQ8_0);
const KQuant kQ4(KQuantFormat::kQ4K);
const KQuant kShortQ4(KQuantFormat::kQ4K, true);

// Integers with 127 among them in every block of 32, times a power of two of their own.
Matrix<float> whole_numbers(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
  support::Random random(seed);
  Matrix<float> matrix(rows, columns);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t i = 0; i < columns; ++i) {
      const auto number = static_cast<float>(i % 32 == 0 ? 127 : random.between(-127, 127));
      matrix(row, i) = std::ldexp(number, static_cast<int>((i / 32 + row) % 5));
    }
  }
  return matrix;
}

TEST(KQuantQ80, IsExactForWholeNumbersInBlocksWithScalesOfTheirOwn) {
  const Matrix<float> x = whole_numbers(5, 96, 1);
  const Matrix<float> weights = whole_numbers(7, 96, 2);
  EXPECT_LT(product_error(kQ8, x, weights), 1e-7);  // sums round
}

TEST(KQuantQ80, RoundsActivationsAndWeightsInBlocksOf32) {
  Matrix<float> x(1, 64);
  x(0, 0) = 127;
  x(0, 1) = 3.4F;
  x(0, 33) = 3.4F;  // alone in its block: nearly exact
  Matrix<float> weights(2, 64);
  weights(0, 1) = weights(1, 33) = 1;
  const Matrix<float> y = quantized_product(kQ8, x, weights);
  EXPECT_NEAR(y(0, 0), 3, 1e-3);
  EXPECT_NEAR(y(0, 1), 3.4F, 1e-3);
  const Matrix<float> z = quantized_product(kQ8, weights, x);
  EXPECT_NEAR(z(0, 0), 3, 1e-3);
  EXPECT_NEAR(z(1, 0), 3.4F, 1e-3);
}

TEST(KQuant, KeepsRowsThatHaveNoWholeBlocksInFp16) {
  const Matrix<float> x = random_floats(3, 40, 1);
  const Matrix<float> weights = random_floats(4, 40, 2);
  for (const KQuant* quantizer : {&kQ8, &kQ4, &kShortQ4}) {
    EXPECT_TRUE(support::same_bits(quantized_product(*quantizer, x, weights),
                                   quantized_product(Fp16(), x, weights)));
  }
}

TEST(KQuantQ4K, FallsBackToQ80InRowsWithoutWholeSuperBlocks) {
  const Matrix<float> x = random_floats(3, 384, 1);
  const Matrix<float> weights = random_floats(4, 384, 2);
  EXPECT_TRUE(
      support::same_bits(quantized_product(kQ4, x, weights), quantized_product(kQ8, x, weights)));
  EXPECT_FALSE(support::same_bits(quantized_product(kShortQ4, x, weights),
                                  quantized_product(kQ8, x, weights)));
}

TEST(KQuantQ4K, RoundsActivationsInBlocksOf256) {
  Matrix<float> x(1, 512);
  x(0, 0) = 127;
  x(0, 200) = x(0, 300) = 0.4F;  // one step of the first block is 1
  Matrix<float> weights(2, 512);
  weights(0, 200) = weights(1, 300) = 1;
  const Matrix<float> y = quantized_product(kQ4, x, weights);
  EXPECT_EQ(y(0, 0), 0);
  EXPECT_NEAR(y(0, 1), 0.4F, 1e-3);
}

TEST(KQuantQ4K, HasTheErrorOfFourBits) {
  const Matrix<float> x = random_floats(20, 512, 1);
  const Matrix<float> weights = random_floats(30, 512, 2);
  const double error = product_error(kQ4, x, weights);
  EXPECT_GT(error, 0.05);
  EXPECT_LT(error, 0.08);
  EXPECT_LT(product_error(kQ8, x, weights), 0.01);
  EXPECT_TRUE(support::same_bits(quantized_product(kShortQ4, x, weights),
                                 quantized_product(kQ4, x, weights)));
}

// The first 256 numbers of a row are a whole super-block; the groups of the last one alone are what
// zeros beside them make of them.
TEST(KQuantQ4K, HoldsTheRestOfARowInAShortSuperBlockIfAsked) {
  const Matrix<float> x = random_floats(6, 384, 1);
  const Matrix<float> weights = random_floats(5, 384, 2);
  Matrix<float> wide_x(6, 512);
  Matrix<float> wide_weights(5, 512);
  as_eigen(wide_x.view()).leftCols(384) = as_eigen(x.view());
  as_eigen(wide_weights.view()).leftCols(384) = as_eigen(weights.view());
  const Matrix<float> expected = quantized_product(kQ4, wide_x, wide_weights);
  const Matrix<float> found = quantized_product(kShortQ4, x, weights);
  EXPECT_LT((as_eigen(found.view()) - as_eigen(expected.view())).cwiseAbs().maxCoeff(), 1e-5);
}

TEST(RoundToQ8K, MakesTheLargestNumberMinus127AndRoundsTheOthers) {
  std::vector<float> row = {-254, 254, 3, 5, -3.1F, 0};
  round_to_q8k(row);
  EXPECT_THAT(row, ElementsAre(-254, 254, 4, 4, -4, 0));  // 1.5 and 2.5 go to 2
  row = {254, -254, 3};
  round_to_q8k(row);
  EXPECT_THAT(row, ElementsAre(254, -254, 4));
}

TEST(RoundToQ8K, SharesAScaleAmong256Numbers) {
  std::vector<float> row(300, 0.4F);
  row[0] = 127;
  round_to_q8k(row);
  EXPECT_THAT(std::span(row).subspan(1, 255), Each(0));
  EXPECT_THAT(std::span(row).subspan(256), Each(::testing::FloatNear(0.4F, 1e-6F)));
}

TEST(RoundToQ8K, KeepsZeros) {
  std::vector<float> row = {0, 1e-40F, -1e-40F};
  round_to_q8k(row);
  EXPECT_THAT(row, Each(0));
}

}  // namespace
}  // namespace mllm_npu
