#include "engine/kernels/normalization.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

TEST(RmsNorm, DividesByTheRootOfTheMeanSquare) {
  const std::vector<float> x{3, 4};
  std::vector<float> y(2);
  rms_norm(x, std::vector<float>{1, 2}, 0, y);
  const double root = std::sqrt(12.5);
  EXPECT_FLOAT_EQ(y[0], static_cast<float>(3 / root));
  EXPECT_FLOAT_EQ(y[1], static_cast<float>(8 / root));
}

TEST(RmsNorm, AddsEpsilonUnderTheRoot) {
  std::vector<float> x{0, 0, 2};
  rms_norm(x, std::vector<float>{1, 1, 1}, 0.6666666666666667, x);
  EXPECT_FLOAT_EQ(x[2], std::sqrt(2.0F));
  std::vector<float> zeros(5);
  rms_norm(zeros, std::vector<float>(5, 1), 1e-6, zeros);
  EXPECT_EQ(zeros, std::vector<float>(5));
}

TEST(LayerNorm, TakesTheMeanAwayAndDividesByTheDeviation) {
  const std::vector<float> x{1, 3};
  std::vector<float> y(2);
  layer_norm(x, std::vector<float>{1, 2}, std::vector<float>{10, 20}, 0, y);
  EXPECT_EQ(y, (std::vector<float>{9, 22}));
}

TEST(LayerNorm, AddsEpsilonUnderTheRoot) {
  std::vector<float> x{4, 4, 4};
  layer_norm(x, std::vector<float>{1, 1, 1}, std::vector<float>{1, 2, 3}, 1e-5, x);
  EXPECT_EQ(x, (std::vector<float>{1, 2, 3}));
  std::vector<float> y{-1, 1};
  layer_norm(y, std::vector<float>{1, 1}, std::vector<float>{0, 0}, 3, y);
  EXPECT_EQ(y, (std::vector<float>{-0.5F, 0.5F}));
}

TEST(Normalization, IsWhatPlainSumsSayForAnyLength) {
  for (const std::int64_t length : {1, 2, 7, 8, 9, 17, 2048}) {
    const auto x = support::random_floats(4, length, 1, 50);
    const auto n = static_cast<double>(length);
    double mean = 0;
    double squares = 0;
    for (const float value : x.row(0)) mean += static_cast<double>(value) / n;
    for (const float value : x.row(0)) {
      squares += static_cast<double>(value) * static_cast<double>(value);
    }
    std::vector<float> rms(x.row(0).size());
    std::vector<float> layer(x.row(0).size());
    rms_norm(x.row(0), x.row(1), 1e-6, rms);
    layer_norm(x.row(0), x.row(1), x.row(2), 1e-6, layer);
    for (std::int64_t i = 0; i < length; ++i) {
      const auto value = static_cast<double>(x(0, i));
      const auto w = static_cast<double>(x(1, i));
      const double deviation = std::sqrt(std::max(0.0, squares / n - mean * mean) + 1e-6);
      const auto place = static_cast<std::size_t>(i);
      ASSERT_NEAR(static_cast<double>(rms[place]), value / std::sqrt(squares / n + 1e-6) * w, 2e-5);
      ASSERT_NEAR(static_cast<double>(layer[place]),
                  (value - mean) / deviation * w + static_cast<double>(x(2, i)), 2e-5);
    }
  }
}

// A float's sum of squares would stand still at 2^24.
TEST(Normalization, SumsInDouble) {
  constexpr std::size_t kLength = std::size_t{1} << 16;
  std::vector<float> x(kLength, 1);
  x[0] = 65536;
  std::vector<float> y(kLength);
  rms_norm(x, std::vector<float>(kLength, 1), 0, y);
  const double mean_square = (65536.0 * 65536 + 65535) / 65536;
  EXPECT_FLOAT_EQ(y[1], static_cast<float>(1 / std::sqrt(mean_square)));
}

TEST(NormalizationDeathTest, RefusesOtherLengths) {
  std::vector<float> y(2);
  EXPECT_DEATH(rms_norm(std::vector<float>(3), std::vector<float>(3), 0, y), "3, 3, 2");
  EXPECT_DEATH(rms_norm({}, {}, 0, {}), "0, 0, 0");
  EXPECT_DEATH(layer_norm(y, y, {}, 0, y), "bias");
}

}  // namespace
}  // namespace mllm_npu
