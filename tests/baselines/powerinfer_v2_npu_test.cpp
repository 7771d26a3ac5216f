#include "baselines/systems/powerinfer_v2_npu.h"

#include <gtest/gtest.h>

#include "engine/metrics/decode_time.h"
#include "engine/soc/memory_model.h"
#include "tests/support/four_column_model.h"
#include "tests/support/round_device.h"

namespace mllm_npu {
namespace {

using support::four_column_model;

constexpr double kBytesPerWeight = 18.0 / 32;
constexpr double kLayerLinear = 2 * 144 / 1000.0;  // s a token and layer on the NPU
constexpr double kLayerPair = 2 * 2 * 4 / 100.0;   // s a query, key and layer on the CPU
constexpr double kFlash = 0.5;                     // s to read a layer: 81 bytes, 7 clusters

EngineCard powerinfer_card() {
  return {.name = "powerinfer-v2-npu", .linear_throughput = 1000, .attention_throughput = 100};
}

// Reads the head, 22.5 bytes, in a second.
DeviceSpec slow_flash() {
  DeviceSpec device = support::round_device();
  device.soc.cpu.matvec_bandwidth = 22.5;
  device.flash = {.bandwidth = 540, .latency = 0.05};  // 0.15 s and 7 times 0.05 s
  return device;
}

ModelConfig with_layers(std::int64_t layers) {
  ModelConfig model = four_column_model();
  model.num_hidden_layers = layers;
  return model;
}

PrefillResult powerinfer(const ModelConfig& model, std::int64_t tokens,
                         const DeviceSpec& device = slow_flash(),
                         EngineCard card = powerinfer_card()) {
  return PowerInferV2Npu(std::move(card))
      .prefill({.model = model, .device = device, .prompt_length = tokens});
}

double powerinfer_seconds(const ModelConfig& model, std::int64_t tokens,
                          const DeviceSpec& device = slow_flash(),
                          EngineCard card = powerinfer_card()) {
  return to_seconds(powerinfer(model, tokens, device, std::move(card)).metrics.time_to_first_token);
}

// A layer of one token takes 0.288 + 0.16 s, less than its weights need.
TEST(PowerInferV2, WaitsForTheFlashAtShortPrompts) {
  EXPECT_NEAR(powerinfer_seconds(with_layers(2), 1), 2 * kFlash + kLayerLinear + kLayerPair + 1,
              1e-8);
  EXPECT_NEAR(powerinfer_seconds(with_layers(9), 1), 9 * kFlash + kLayerLinear + kLayerPair + 1,
              1e-8);
}

TEST(PowerInferV2, ComputesUnderCoverOfNothingButTheFirstReadAtLongPrompts) {
  EXPECT_NEAR(powerinfer_seconds(with_layers(2), 10),
              kFlash + 2 * (10 * kLayerLinear + 55 * kLayerPair) + 1, 1e-8);
  EXPECT_NEAR(powerinfer_seconds(with_layers(9), 10),
              kFlash + 9 * (10 * kLayerLinear + 55 * kLayerPair) + 1, 1e-8);
}

TEST(PowerInferV2, ReadsALinearInClustersOfChannels) {
  ModelConfig wide = with_layers(1);
  wide.hidden_size = kClusterChannels + 1;  // two clusters for all but O and down
  DeviceSpec device = slow_flash();
  device.flash.bandwidth = 1e12;
  device.flash.latency = 100;
  const DeviceSpec quick = [&] {
    DeviceSpec each = device;
    each.flash.latency = 0;
    return each;
  }();
  EXPECT_NEAR(powerinfer_seconds(wide, 1, device) - powerinfer_seconds(wide, 1, quick),
              100 * (5 * 2 + 2 * 1), 1e-6);
}

TEST(PowerInferV2, GoesByTheSpeedsOfNpuAndCpu) {
  DeviceSpec device = slow_flash();
  device.soc.npu.relative_speed = 2;
  device.soc.cpu.relative_speed = 4;
  const double layer = 100 * kLayerLinear / 2 + 5050 * kLayerPair / 4;
  EXPECT_NEAR(powerinfer_seconds(with_layers(2), 100, device), kFlash + 2 * layer + 1, 1e-6);
}

TEST(PowerInferV2, WithoutAThroughputOfAttentionTakesThatOfLinears) {
  EngineCard card = powerinfer_card();
  card.attention_throughput = 0;
  EXPECT_NEAR(powerinfer_seconds(with_layers(2), 1, slow_flash(), card),
              2 * kFlash + kLayerLinear + kLayerPair / 10 + 1, 1e-8);
}

TEST(PowerInferV2, IsBusyWhileItComputesAndInABubbleOtherwise) {
  const PrefillMetrics metrics = powerinfer(with_layers(2), 3).metrics;
  EXPECT_NEAR(to_seconds(metrics.npu_busy), 2 * 3 * kLayerLinear, 1e-8);
  EXPECT_NEAR(to_seconds(metrics.cpu_busy), 2 * 6 * kLayerPair + 1, 1e-8);
  const double whole = to_seconds(metrics.time_to_first_token);
  EXPECT_NEAR(metrics.npu_bubble_rate, 1 - to_seconds(metrics.npu_busy) / whole, 1e-8);
}

TEST(PowerInferV2, HoldsTwoLayersAndTheTables) {
  const auto weights = [](std::int64_t layers) {
    return powerinfer(with_layers(layers), 3).metrics.memory.weights.value;
  };
  const auto norms = [](std::int64_t layers) { return 4 * (2 * layers + 1); };
  for (const std::int64_t layers : {2, 8}) {
    const std::int64_t held = 2 * 144 + 2 * 40 + norms(layers);
    EXPECT_EQ(weights(layers),
              static_cast<std::int64_t>(kBytesPerWeight * static_cast<double>(held)));
  }
  EXPECT_EQ(weights(1), static_cast<std::int64_t>(kBytesPerWeight * (144 + 80 + 12)));
}

TEST(PowerInferV2, HoldsActivationsInFp16AndTheKvCache) {
  const MemoryUse memory = powerinfer(with_layers(2), 3).metrics.memory;
  EXPECT_EQ(memory.activations.value, 2 * 3 * (2 * 4 + 2 * 4 + 2 * 2 + 2 * 8));
  EXPECT_EQ(memory.kv_cache, kv_cache(with_layers(2), 3));
}

TEST(PowerInferV2, DrawsPowerByComponent) {
  DeviceSpec device = slow_flash();
  device.soc.power.npu_idle = 7;
  const ModelConfig model = with_layers(2);
  const PrefillMetrics metrics = powerinfer(model, 3, device).metrics;
  const EnergyUse& energy = metrics.energy;
  const double whole = to_seconds(metrics.time_to_first_token);
  EXPECT_NEAR(energy.of(PowerComponent::kBase).value, whole, 1e-6);
  EXPECT_NEAR(energy.of(PowerComponent::kCpu).value, 3 * to_seconds(metrics.cpu_busy), 1e-6);
  EXPECT_NEAR(energy.of(PowerComponent::kNpu).value, 2 * to_seconds(metrics.npu_busy) + 7 * whole,
              1e-6);
  const double bytes = kBytesPerWeight * static_cast<double>(parameter_count(model));
  EXPECT_NEAR(energy.of(PowerComponent::kDram).value, 2 * bytes * 1e-11, 1e-18);
}

TEST(PowerInferV2, DecodesOnTheCpu) {
  const ModelConfig model = with_layers(2);
  const SimTime token = PowerInferV2Npu(powerinfer_card())
                            .decode({.model = model, .device = slow_flash(), .context = 5});
  EXPECT_NEAR(to_seconds(token), decode_traffic(model, kBytesPerWeight, 5) / 22.5, 1e-8);
}

TEST(PowerInferV2, SupportsTheModelsOfItsCard) {
  EngineCard card = powerinfer_card();
  EXPECT_FALSE(PowerInferV2Npu(card).supported(with_layers(2), slow_flash()));
  card.models = {"toy"};
  EXPECT_TRUE(PowerInferV2Npu(card).supported(with_layers(2), slow_flash()));
}

}  // namespace
}  // namespace mllm_npu
