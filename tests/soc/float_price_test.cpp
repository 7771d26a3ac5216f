// Prices on CPU, GPU and flash against values worked out by hand, and prices of subgraphs.

#include <gtest/gtest.h>

#include "engine/soc/latency_model.h"
#include "tests/support/round_device.h"

namespace mllm_npu {
namespace {

using support::round_device;

constexpr double kMs = 1e-3;
constexpr double kUs = 1e-6;

double seconds(const Operator& op, Processor processor, const DeviceSpec& device) {
  return CardLatencyModel(device).operator_seconds(op, processor);
}
double cpu(const Operator& op) { return seconds(op, Processor::kCpu, round_device()); }
double gpu(const Operator& op) { return seconds(op, Processor::kGpu, round_device()); }

Operator elementwise(OperatorKind kind) { return {.kind = kind, .rows = 100, .columns = 100}; }

const Operator kAttention{
    .kind = OperatorKind::kAttention, .rows = 10, .inner = 100, .columns = 1000};
const Operator kLinear{.kind = OperatorKind::kLinear,
                       .dtype = Dtype::kInt8,
                       .rows = 100,
                       .inner = 1000,
                       .columns = 1000};
const Operator kHalfLinear{.kind = OperatorKind::kLinear,
                           .dtype = Dtype::kFp16,
                           .rows = 100,
                           .inner = 1000,
                           .columns = 500};

TEST(CpuFloatPrice, OfAnElementwiseOperatorIsItsBytesReadAndWritten) {
  EXPECT_DOUBLE_EQ(cpu(elementwise(OperatorKind::kAdd)), 12 * 1e4 / 1e9);
  EXPECT_DOUBLE_EQ(cpu(elementwise(OperatorKind::kNorm)), 8 * 1e4 / 1e9);
  EXPECT_DOUBLE_EQ(cpu(elementwise(OperatorKind::kQuantize)), 5 * 1e4 / 1e9);
}

TEST(CpuFloatPrice, OfAShadowGatherIsThatOfTheOutlierChannels) {
  EXPECT_DOUBLE_EQ(cpu({.kind = OperatorKind::kShadowGather, .rows = 100, .inner = 10}), 8 * kUs);
}

TEST(CpuFloatPrice, OfAttentionIsBothItsProducts) {
  EXPECT_DOUBLE_EQ(cpu(kAttention), 2 * (2 * 1e6) / 1e11);
}

TEST(CpuFloatPrice, OfAShadowIsOneFloatProduct) {
  EXPECT_DOUBLE_EQ(cpu({.kind = OperatorKind::kShadowLinear,
                        .dtype = Dtype::kInt8,
                        .rows = 100,
                        .inner = 10,
                        .columns = 1000}),
                   2 * 1e6 / 1e11);
}

TEST(CpuInt8Price, IsALaunchTheWeightsAndTheProducts) {
  EXPECT_DOUBLE_EQ(cpu(kLinear), 1 * kMs + 1 * kMs + 0.2 * kMs);
}

TEST(CpuPrice, OfTheLmHeadIsReadingItsWeightsOnce) {
  EXPECT_DOUBLE_EQ(cpu({.kind = OperatorKind::kLmHead,
                        .dtype = Dtype::kInt8,
                        .rows = 1,
                        .inner = 1000,
                        .columns = 10000}),
                   1 * kMs);
}

TEST(CpuPrice, OfTheLmHeadOfManyRowsIsThatOfItsProducts) {
  const Operator head{.kind = OperatorKind::kLmHead,
                      .dtype = Dtype::kInt8,
                      .rows = 100,
                      .inner = 1000,
                      .columns = 10000};
  EXPECT_DOUBLE_EQ(cpu(head), 2 * 1e9 / 1e11);
}

TEST(CpuPrice, OfASlowerCpuGrowsWhereItComputesAndNotWhereItMoves) {
  DeviceSpec half = round_device();
  half.soc.cpu.relative_speed = 0.5;
  EXPECT_DOUBLE_EQ(seconds(kAttention, Processor::kCpu, half), 2 * cpu(kAttention));
  EXPECT_DOUBLE_EQ(seconds(kLinear, Processor::kCpu, half), 2 * kMs + 2 * 0.2 * kMs);
  const Operator add = elementwise(OperatorKind::kAdd);
  EXPECT_EQ(seconds(add, Processor::kCpu, half), cpu(add));
}

TEST(GpuPrice, OfALinearIsItsWeightsAndProducts) {
  EXPECT_DOUBLE_EQ(gpu(kHalfLinear), 0.5 * kMs + 1 * kMs);
}

TEST(GpuPrice, OfAnElementwiseOperatorIsItsBytes) {
  EXPECT_DOUBLE_EQ(gpu(elementwise(OperatorKind::kAdd)), 12 * 1e4 / 2e9);
}

TEST(GpuPrice, OfAttentionIsBothItsProducts) {
  EXPECT_DOUBLE_EQ(gpu(kAttention), 2 * (2 * 1e6) / 1e11);
}

TEST(GpuPriceDeathTest, OfAFlashReadIsABugOfOurs) {
  EXPECT_DEATH(gpu({.kind = OperatorKind::kFlashRead, .inner = 1, .columns = 1}), "flash read");
}

TEST(FlashPrice, IsALatencyPerRowAndTheBytes) {
  const Operator read{
      .kind = OperatorKind::kFlashRead, .dtype = Dtype::kInt8, .inner = 3, .columns = 1000000};
  EXPECT_DOUBLE_EQ(seconds(read, Processor::kFlash, round_device()), 3 * 50 * kUs + 3 * kMs);
}

TEST(LaunchPrice, IsThatOfTheProcessor) {
  const CardLatencyModel latency(round_device());
  EXPECT_DOUBLE_EQ(latency.launch_seconds(Processor::kNpu), 1 * kMs);
  EXPECT_DOUBLE_EQ(latency.launch_seconds(Processor::kCpu), 100 * kUs);
  EXPECT_DOUBLE_EQ(latency.launch_seconds(Processor::kGpu), 200 * kUs);
  EXPECT_EQ(latency.launch_seconds(Processor::kFlash), 0);
}

TEST(HandoverPrice, IsALatencyAndTheBytes) {
  const CardLatencyModel latency(round_device());
  EXPECT_DOUBLE_EQ(latency.handover_seconds(Bytes{0}), 100 * kUs);
  EXPECT_DOUBLE_EQ(latency.handover_seconds(Bytes{1000000}), 1.1 * kMs);
}

TEST(SubgraphPrice, IsOneLaunchAndAllOperators) {
  const Subgraph two{.kind = SubgraphKind::kFfnNorm,
                     .affinity = Processor::kCpu,
                     .operators = {elementwise(OperatorKind::kAdd), kAttention},
                     .output = {1000}};
  const Price price = price_of(CardLatencyModel(round_device()), two);
  EXPECT_EQ(price.duration, std::chrono::microseconds(100 + 120 + 40));
  EXPECT_EQ(price.handover, std::chrono::microseconds(100 + 1));
  EXPECT_EQ(price.traffic, activation_bytes(two.operators[0]));
}

TEST(SubgraphPrice, CountsWeightsAsTraffic) {
  const Subgraph linear{
      .kind = SubgraphKind::kQkv, .affinity = Processor::kNpu, .operators = {kLinear}};
  EXPECT_EQ(price_of(CardLatencyModel(round_device()), linear).traffic, Bytes{1000000});
}

TEST(SubgraphPrice, OfNoOperatorsIsTheLaunch) {
  const Price price =
      price_of(CardLatencyModel(round_device()), {.affinity = Processor::kGpu, .operators = {}});
  EXPECT_EQ(price.duration, std::chrono::microseconds(200));
  EXPECT_EQ(price.traffic, Bytes{0});
}

}  // namespace
}  // namespace mllm_npu
