#include "baselines/quantizers/half.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/quant/products.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

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
