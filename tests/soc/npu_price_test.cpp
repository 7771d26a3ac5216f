// Prices on the NPU against values worked out by hand, on the round phone.

#include <gtest/gtest.h>

#include "engine/soc/latency_model.h"
#include "tests/support/round_device.h"

namespace mllm_npu {
namespace {

using support::round_device;

constexpr double kMs = 1e-3;

Operator int8_linear(std::int64_t rows = 100) {
  return {.kind = OperatorKind::kLinear,
          .dtype = Dtype::kInt8,
          .rows = rows,
          .inner = 1000,
          .columns = 1000};
}

Operator group_linear(std::int64_t groups) {
  Operator op = int8_linear();
  op.kind = OperatorKind::kGroupLinear;
  op.groups = groups;
  return op;
}

double npu_seconds(const Operator& op, const DeviceSpec& device = round_device()) {
  return CardLatencyModel(device).operator_seconds(op, Processor::kNpu);
}

double fp16_seconds(std::int64_t rows) {
  return npu_seconds({.kind = OperatorKind::kLinear,
                      .dtype = Dtype::kFp16,
                      .rows = rows,
                      .inner = 100,
                      .columns = 100});
}

TEST(NpuInt8Price, SumsWeightsOutputsAndProducts) {
  // 1e6 bytes of weights, 1e5 outputs, 2e8 operations.
  EXPECT_DOUBLE_EQ(npu_seconds(int8_linear()), 1 * kMs + 0.1 * kMs + 0.1 * kMs);
}

TEST(NpuInt8Price, OfMoreRowsReadsTheWeightsOnce) {
  EXPECT_DOUBLE_EQ(npu_seconds(int8_linear(200)), 1 * kMs + 0.2 * kMs + 0.2 * kMs);
}

TEST(NpuFp16Price, OfFullLanesIsTwoOperationsPerProduct) {
  EXPECT_DOUBLE_EQ(fp16_seconds(64), 2 * 64 * 1e4 / 1e9);
}

TEST(NpuFp16Price, OfOneRowIsThatOfFullLanes) { EXPECT_EQ(fp16_seconds(1), fp16_seconds(64)); }

TEST(NpuFp16Price, OfOneRowBeyondTheLanesIsThatOfTwoVectors) {
  EXPECT_DOUBLE_EQ(fp16_seconds(65), 2 * fp16_seconds(64));
  EXPECT_EQ(fp16_seconds(65), fp16_seconds(128));
}

TEST(NpuGroupPrice, AddsALaunchAndAFloatSumPerGroup) {
  EXPECT_DOUBLE_EQ(npu_seconds(group_linear(10)), 1.2 * kMs + 10 * (0.1 * kMs + 0.1 * kMs));
}

TEST(NpuGroupPrice, IsAboveThePerTensorOneFromOneGroupOn) {
  EXPECT_GT(npu_seconds(group_linear(1)), npu_seconds(int8_linear()));
  EXPECT_GT(npu_seconds(group_linear(2)), npu_seconds(group_linear(1)));
}

TEST(NpuPrice, OfAnActivationInsideAGraphIsNothing) {
  for (const OperatorKind kind : {OperatorKind::kActivation, OperatorKind::kMultiply}) {
    EXPECT_EQ(npu_seconds({.kind = kind, .rows = 100, .columns = 1000}), 0);
  }
}

TEST(NpuPrice, OfAFasterNpuIsDividedByItsRelativeSpeed) {
  DeviceSpec twice = round_device();
  twice.soc.npu.relative_speed = 2;
  EXPECT_DOUBLE_EQ(npu_seconds(int8_linear(), twice), 0.6 * kMs);
  EXPECT_DOUBLE_EQ(npu_seconds(group_linear(10), twice), 1.6 * kMs);
  EXPECT_DOUBLE_EQ(CardLatencyModel(twice).launch_seconds(Processor::kNpu), 0.5 * kMs);
}

TEST(NpuPrice, DoesNotKnowTheSpeedOfTheCpu) {
  DeviceSpec slow = round_device();
  slow.soc.cpu.relative_speed = 0.5;
  EXPECT_EQ(npu_seconds(int8_linear(), slow), npu_seconds(int8_linear()));
}

TEST(ShapeSlowdown, IsOneForTheBestShape) {
  const NpuSpec npu = round_device().soc.npu;
  EXPECT_EQ(shape_slowdown(npu, 0), 1);
  EXPECT_EQ(shape_slowdown(npu, kTileWidth), 1);
  EXPECT_EQ(shape_slowdown(npu, 32), 1);
}

TEST(ShapeSlowdown, IsTheCardsForFlatRows) {
  EXPECT_DOUBLE_EQ(shape_slowdown(round_device().soc.npu, 1), 1.62);
}

TEST(ShapeSlowdown, FallsWithTheWidthUntilTheTileIsFull) {
  const NpuSpec npu = round_device().soc.npu;
  for (std::int64_t width = 1; width < kTileWidth; ++width) {
    EXPECT_GT(shape_slowdown(npu, width), shape_slowdown(npu, width + 1)) << width;
  }
  EXPECT_DOUBLE_EQ(shape_slowdown(npu, 2), 1.31);
}

TEST(ShapeSlowdown, MultipliesTheWholeInt8Price) {
  Operator flat = int8_linear(1024);
  flat.width = 1;
  Operator square = int8_linear(1024);
  square.width = 32;
  EXPECT_DOUBLE_EQ(npu_seconds(flat), 1.62 * npu_seconds(square));
}

}  // namespace
}  // namespace mllm_npu
