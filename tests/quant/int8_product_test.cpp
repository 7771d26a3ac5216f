#include "engine/quant/int8_product.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/quant/products.h"

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

TEST(Int8Product, TakesWeightsThatAreRoundedAlready) {
  Matrix<std::int8_t> weights(2, 2);
  weights(0, 0) = 127;
  weights(1, 1) = -3;
  Matrix<std::int8_t> x(1, 2);
  x(0, 0) = 1;
  x(0, 1) = 2;
  EXPECT_THAT(multiplied(Int8Product(std::as_const(weights).view(), 0.5F), x, {10}, 2),
              ElementsAre(635, -30));
}

TEST(Int8Product, OfOneOutputOrNoRowsIsOneAsWell) {
  const Matrix<float> weights = matrix_of({{127, -127, 1}});
  const Int8Product product(weights.view(), WeightScale::kPerOutput);
  EXPECT_THAT(multiplied(product, Matrix<std::int8_t>(0, 3), {}, 1), ElementsAre());
  Matrix<std::int8_t> x(1, 3);
  x(0, 1) = 3;
  EXPECT_THAT(multiplied(product, x, {0.5F}, 1), ElementsAre(-381 * 0.5F));
}

}  // namespace
}  // namespace mllm_npu
