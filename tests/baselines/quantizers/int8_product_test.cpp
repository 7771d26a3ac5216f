#include "baselines/quantizers/int8_product.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/quantizers/half.h"
#include "tests/baselines/quantizers/products.h"

namespace mllm_npu {
namespace {

using support::matrix_of;
using ::testing::ElementsAre;

std::vector<float> multiplied(const Int8Product& product, const Matrix<std::int8_t>& x,
                              const std::vector<float>& scales, std::int64_t outputs) {
  Matrix<float> y(x.rows(), outputs);
  product.multiply(x.view(), scales, y.view());
  return support::numbers_of(y);
}

// 2000 · 127 · 127 is above 2^24, where sums in floats would no longer be exact.
TEST(Int8Product, SumsUpExactlyBeyondTheWholeNumbersOfFloats) {
  constexpr std::int64_t kInputs = 2001;
  Matrix<float> weights(1, kInputs);
  Matrix<std::int8_t> x(2, kInputs);
  std::ranges::fill(weights.row(0), 127.0F);
  std::ranges::fill(x.row(0), std::int8_t{127});
  std::ranges::fill(x.row(1), std::int8_t{-128});
  weights(0, 7) = 1;
  const Int8Product product(weights.view(), WeightScale::kPerTensor);
  EXPECT_THAT(multiplied(product, x, {1, 1}, 1),
              ElementsAre(static_cast<float>(2000 * 127 * 127 + 127),
                          static_cast<float>(-2000 * 128 * 127 - 128)));
}

TEST(Int8Product, MultipliesByTheScaleOfTheRowAndOfTheWeights) {
  const Matrix<float> weights = matrix_of({{254, 0}, {0, 63.5F}});
  Matrix<std::int8_t> x(2, 2);
  x(0, 0) = x(0, 1) = 1;
  x(1, 0) = x(1, 1) = -2;
  const Int8Product shared(weights.view(), WeightScale::kPerTensor);
  EXPECT_THAT(multiplied(shared, x, {1, 10}, 2), ElementsAre(254, 64, -5080, -1280));
  const Int8Product own(weights.view(), WeightScale::kPerOutput);
  EXPECT_THAT(multiplied(own, x, {1, 10}, 2), ElementsAre(254, 63.5, -5080, -1270));
}

TEST(Int8Product, OfOneOutputOrNoRowsIsOneAsWell) {
  const Matrix<float> weights = matrix_of({{127, -127, 1}});
  const Int8Product product(weights.view(), WeightScale::kPerOutput);
  EXPECT_THAT(multiplied(product, Matrix<std::int8_t>(0, 3), {}, 1), ElementsAre());
  Matrix<std::int8_t> x(1, 3);
  x(0, 1) = 3;
  EXPECT_THAT(multiplied(product, x, {0.5F}, 1), ElementsAre(-381 * 0.5F));
}

TEST(HalfNumbers, RoundsHalvesToEvenAndKeepsWhatIsTooLargeFinite) {
  const std::vector<float> numbers = {1, 2049, 2051, -0.1F, 1e6F, -1e6F, 1e-9F, 6.1e-5F};
  std::vector<float> rounded(numbers.size());
  round_to_half(numbers, rounded);
  EXPECT_THAT(std::span(rounded).first(6),
              ElementsAre(1, 2048, 2052, -0.0999755859375F, 65504, -65504));
  EXPECT_EQ(rounded[6], 0);
  EXPECT_NEAR(rounded[7], 6.1e-5F, 3e-8F);
}

TEST(HalfNumbers, TakesRowsOfAnyLengthAndInPlace) {
  for (const std::int64_t length : {0, 1, 255, 256, 257, 1000}) {
    Matrix<float> row = support::random_floats(1, length, 1, 100);
    const Matrix<float> rounded = rounded_to_half(row.view());
    round_to_half(row.row(0), row.row(0));
    EXPECT_TRUE(support::same_bits(row, rounded)) << length;
    for (const float number : rounded.row(0)) {
      EXPECT_EQ(number, static_cast<float>(Eigen::half(number)));
    }
  }
}

}  // namespace
}  // namespace mllm_npu
