#include "engine/quant/per_tensor.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

MatrixView<const float> row_of(const std::vector<float>& numbers) {
  return {numbers.data(), 1, static_cast<std::int64_t>(numbers.size())};
}

TEST(ScaleFor, MakesTheLargestNumberTheLastStep) {
  EXPECT_EQ(scale_for(127), 1);
  EXPECT_EQ(scale_for(63.5F), 0.5F);
  EXPECT_EQ(scale_for(1e-20F), 1e-20F / 127);
}

TEST(ScaleFor, IsOneWhereThereIsNothingToScale) {
  EXPECT_EQ(scale_for(0), 1);
  EXPECT_EQ(scale_for(std::numeric_limits<float>::denorm_min()), 1);
}

TEST(ScaleForDeathTest, AsksForAFiniteNumber) {
  EXPECT_DEATH(scale_for(std::numeric_limits<float>::infinity()), "inf");
  EXPECT_DEATH(scale_for(std::numeric_limits<float>::quiet_NaN()), "nan");
  EXPECT_DEATH(scale_for(-1), "-1");
}

TEST(QuantizeWeights, HasOneScaleForAllRows) {
  Matrix<float> weights(2, 3);
  as_eigen(weights.view()) << 1, -0.5F, 0.25F, -2.54F, 0.02F, 0.008F;
  Matrix<std::int8_t> quantized(2, 3);
  EXPECT_FLOAT_EQ(quantize_weights(weights.view(), quantized.view()), 0.02F);
  EXPECT_THAT(quantized.row(0), ElementsAre(50, -25, 12));  // 12.5 rounds to even
  EXPECT_THAT(quantized.row(1), ElementsAre(-127, 1, 0));
}

TEST(QuantizeWeights, IsOffByHalfAStepAtMost) {
  Matrix<float> weights(7, 31);
  for (std::int64_t i = 0; i < 7 * 31; ++i) {
    weights.view().data[i] = std::sin(static_cast<float>(i * i));
  }
  Matrix<std::int8_t> quantized(7, 31);
  const float scale = quantize_weights(weights.view(), quantized.view());
  for (std::int64_t i = 0; i < 7 * 31; ++i) {
    EXPECT_LE(
        std::abs(static_cast<float>(quantized.view().data[i]) * scale - weights.view().data[i]),
        scale * 0.50001F);
  }
}

TEST(QuantizeWeights, OfZerosIsZeros) {
  const Matrix<float> weights(1, 2);
  Matrix<std::int8_t> quantized(1, 2);
  EXPECT_EQ(quantize_weights(weights.view(), quantized.view()), 1);
  EXPECT_THAT(quantized.row(0), ElementsAre(0, 0));
}

TEST(ActivationRange, KeepsTheLargestOfAllThatItSaw) {
  ActivationRange range(support::toy_model());
  range.observe(1, LinearRole::kO, row_of({1, -254}));
  range.observe(1, LinearRole::kO, row_of({127, 0}));
  EXPECT_EQ(range.scales().of(1, LinearRole::kO), 2);
}

TEST(ActivationRange, LooksAtEveryRow) {
  Matrix<float> input(2, 2);
  input(1, 1) = 127;
  ActivationRange range(support::toy_model());
  range.observe(0, LinearRole::kQ, std::as_const(input).view());
  EXPECT_EQ(range.scales().of(0, LinearRole::kQ), 1);
}

TEST(ActivationRange, KeepsLayersAndLinearsApart) {
  ActivationRange range(support::toy_model(2));
  range.observe(0, LinearRole::kUp, row_of({2 * 127}));
  range.observe(1, LinearRole::kUp, row_of({3 * 127}));
  range.observe(1, LinearRole::kDown, row_of({4 * 127}));
  const ActivationScales scales = range.scales();
  ASSERT_EQ(scales.layers.size(), 2U);
  EXPECT_EQ(scales.of(0, LinearRole::kUp), 2);
  EXPECT_EQ(scales.of(1, LinearRole::kUp), 3);
  EXPECT_EQ(scales.of(1, LinearRole::kDown), 4);
}

TEST(ActivationRange, GivesALinearThatItNeverSawAScaleOfOne) {
  EXPECT_EQ(ActivationRange(support::toy_model()).scales().of(0, LinearRole::kGate), 1);
}

}  // namespace
}  // namespace mllm_npu
