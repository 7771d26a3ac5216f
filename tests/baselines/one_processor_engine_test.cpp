#include "baselines/systems/one_processor_engine.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "engine/metrics/decode_time.h"
#include "engine/soc/memory_model.h"
#include "tests/support/four_column_model.h"
#include "tests/support/round_device.h"

namespace mllm_npu {
namespace {

using support::four_column_model;

// 1000 operations a second in linears and 100 in attention.
EngineCard slow_card() {
  return {.name = "toy-engine", .linear_throughput = 1000, .attention_throughput = 100};
}

// On the CPU, one byte a weight.
EngineTraits traits() { return {"toy-format", 1, 1, Processor::kCpu}; }

EngineTraits gpu_traits() {
  EngineTraits on_gpu = traits();
  on_gpu.processor = Processor::kGpu;
  return on_gpu;
}

// Reads the toy's head, 40 bytes, in a second on the CPU and in half a second on the GPU.
DeviceSpec slow_phone() {
  DeviceSpec device = support::round_device();
  device.soc.cpu.matvec_bandwidth = 40;
  device.soc.gpu.matvec_bandwidth = 80;
  return device;
}

struct Engine {
  EngineCard card = slow_card();
  EngineTraits traits = mllm_npu::traits();
  ModelConfig model = four_column_model();
  DeviceSpec device = slow_phone();

  OneProcessorEngine system() const { return {card, traits}; }
  PrefillResult prefill(std::int64_t tokens) const {
    return system().prefill({.model = model, .device = device, .prompt_length = tokens});
  }
  MemoryUse memory(std::int64_t tokens) const { return prefill(tokens).metrics.memory; }
  double seconds(std::int64_t tokens) const {
    return to_seconds(prefill(tokens).metrics.time_to_first_token);
  }
  double token_seconds(std::int64_t context) const {
    return to_seconds(system().decode({.model = model, .device = device, .context = context}));
  }
};

constexpr double kLinear = 2 * 288 / 1000.0;     // s a token
constexpr double kPair = 2 * 2 * 4 * 2 / 100.0;  // s a query and key: both products, two layers

TEST(OneProcessorEngine, TakesTheLinearsTheCausalPairsAndTheHead) {
  const Engine engine;
  EXPECT_NEAR(engine.seconds(1), kLinear + kPair + 1, 1e-9);
  EXPECT_NEAR(engine.seconds(3), 3 * kLinear + 6 * kPair + 1, 1e-9);
  EXPECT_NEAR(engine.seconds(100), 100 * kLinear + 5050 * kPair + 1, 1e-9);
}

TEST(OneProcessorEngine, WithoutAThroughputOfAttentionTakesThatOfLinears) {
  Engine engine;
  engine.card.attention_throughput = 0;
  EXPECT_NEAR(engine.seconds(3), 3 * kLinear + 6 * kPair / 10 + 1, 1e-9);
}

TEST(OneProcessorEngine, LooksBackOnlyAsFarAsASlidingWindow) {
  Engine engine;
  for (const std::int64_t tokens : {1, 2, 5, 9}) {
    for (const std::int64_t window : {1, 2, 4, 5, 6, 20}) {
      engine.model.sliding_window = window;
      double pairs = 0;
      for (std::int64_t query = 1; query <= tokens; ++query) {
        pairs += static_cast<double>(std::min(query, window));
      }
      const double expected = static_cast<double>(tokens) * kLinear + pairs * kPair + 1;
      EXPECT_NEAR(engine.seconds(tokens), expected, 1e-9) << tokens << " " << window;
    }
  }
}

// Linears of one token, of `rows` together, when throughput grows with the root of the operations.
double root_seconds(double rows) {
  double seconds = 0;
  for (const double weights : {16, 8, 8, 16, 32, 32, 32}) {
    const double operations = 2 * rows * weights;
    seconds += operations / (1000 * std::sqrt(operations / kReferenceOperations));
  }
  return 2 * seconds;  // layers
}

TEST(OneProcessorEngine, IsFasterAtLargerLinearsByItsSizeExponent) {
  Engine engine;
  engine.card.size_exponent = 0.5;
  EXPECT_NEAR(engine.seconds(3), root_seconds(3) + 6 * kPair + 1, 1e-9 * root_seconds(3));
}

TEST(OneProcessorEngine, PassesAPromptInItsBatches) {
  Engine engine;
  engine.card.size_exponent = 0.5;
  engine.traits.batch_length = 512;
  const double pairs = 1200.0 * 1201 / 2;
  const double expected = 2 * root_seconds(512) + root_seconds(1200 - 1024) + pairs * kPair + 1;
  EXPECT_NEAR(engine.seconds(1200), expected, 1e-9 * expected);
}

TEST(OneProcessorEngine, TakesABatchAsLongAsThePromptForOne) {
  Engine engine;
  const SimTime whole = engine.prefill(512).metrics.time_to_first_token;
  engine.traits.batch_length = 512;
  EXPECT_EQ(engine.prefill(512).metrics.time_to_first_token, whole);
  EXPECT_EQ(engine.memory(100).activations, Engine{}.memory(100).activations);
}

TEST(OneProcessorEngine, AttentionOfLaterBatchesSeesTheEarlierOnes) {
  Engine engine;
  const double whole = engine.seconds(100);  // every linear costs the same in any batch
  engine.traits.batch_length = 7;
  EXPECT_NEAR(engine.seconds(100), whole, 1e-9 * whole);
}

TEST(OneProcessorEngine, OnAFasterCpuComputesFasterAndReadsTheHeadAsBefore) {
  Engine engine;
  engine.device.soc.cpu.relative_speed = 2;
  EXPECT_NEAR(engine.seconds(3), (3 * kLinear + 6 * kPair) / 2 + 1, 1e-9);
}

TEST(OneProcessorEngine, OnTheGpuGoesByTheSpeedOfTheGpu) {
  Engine engine{.traits = gpu_traits()};
  engine.device.soc.cpu.relative_speed = 2;
  engine.device.soc.gpu.relative_speed = 4;
  EXPECT_NEAR(engine.seconds(3), (3 * kLinear + 6 * kPair) / 4 + 0.5, 1e-9);
}

TEST(OneProcessorEngine, HoldsItsWeightsInItsFormat) {
  Engine engine;
  engine.traits.bytes_per_weight = engine.traits.bytes_per_embedding = 0.5;
  EXPECT_EQ(engine.memory(3).weights.value, parameter_count(four_column_model()) / 2);
}

TEST(OneProcessorEngine, MayHoldTheEmbeddingInAWiderFormat) {
  Engine engine;
  engine.traits.bytes_per_embedding = 2;
  EXPECT_EQ(engine.memory(3).weights.value, parameter_count(four_column_model()) + 10 * 4);
}

TEST(OneProcessorEngine, HoldsTheActivationsOfOneBlockAndTheLogits) {
  // Residual and norm, queries and attention, keys and values, scores of two heads, gate and up.
  const std::int64_t columns = 2 * 4 + 2 * 4 + 2 * 2 + 2 * 8;
  Engine engine;
  EXPECT_EQ(engine.memory(3).activations.value, 4 * (3 * (columns + 2 * 3) + 10));
  engine.traits.materializes_scores = false;
  EXPECT_EQ(engine.memory(3).activations.value, 4 * (3 * columns + 10));
  engine.traits.activations = Dtype::kFp16;
  EXPECT_EQ(engine.memory(3).activations.value, 2 * (3 * columns + 10));
}

TEST(OneProcessorEngine, HoldsTheScoresOfABatchAgainstTheWholePrompt) {
  Engine engine;
  engine.traits.batch_length = 8;
  const std::int64_t columns = 2 * 4 + 2 * 4 + 2 * 2 + 2 * 8 + 2 * 20;
  EXPECT_EQ(engine.memory(20).activations.value, 4 * (8 * columns + 10));
}

TEST(OneProcessorEngine, HoldsTheKvCacheAndNoGraphsOrShadows) {
  const MemoryUse memory = Engine{}.memory(3);
  EXPECT_EQ(memory.kv_cache, kv_cache(four_column_model(), 3));
  EXPECT_EQ(memory.graphs, Bytes{0});
  EXPECT_EQ(memory.shadow, Bytes{0});
}

TEST(OneProcessorEngine, KeepsItsProcessorBusyAndNothingElse) {
  const PrefillMetrics cpu = Engine{}.prefill(3).metrics;
  EXPECT_EQ(cpu.cpu_busy, cpu.time_to_first_token);
  EXPECT_EQ(cpu.gpu_busy + cpu.npu_busy, SimTime{});
  EXPECT_EQ(cpu.npu_bubble_rate, 0);
  const PrefillMetrics gpu = Engine{.traits = gpu_traits()}.prefill(3).metrics;
  EXPECT_EQ(gpu.gpu_busy, gpu.time_to_first_token);
  EXPECT_EQ(gpu.cpu_busy + gpu.npu_busy, SimTime{});
}

TEST(OneProcessorEngine, NeedsNoPreparation) {
  EXPECT_EQ(Engine{}.prefill(3).preparation, SimTime{});
}

TEST(OneProcessorEngine, DrawsThePowerOfTheBaseAndItsProcessor) {
  const PrefillMetrics cpu = Engine{}.prefill(3).metrics;
  const double time = to_seconds(cpu.time_to_first_token);
  EXPECT_NEAR(cpu.energy.of(PowerComponent::kBase).value, 1 * time, 1e-9);
  EXPECT_NEAR(cpu.energy.of(PowerComponent::kCpu).value, 4 * time, 1e-9);
  EXPECT_EQ(cpu.energy.of(PowerComponent::kGpu).value, 0);
  const PrefillMetrics gpu = Engine{.traits = gpu_traits()}.prefill(3).metrics;
  EXPECT_NEAR(gpu.energy.of(PowerComponent::kGpu).value, 5 * to_seconds(gpu.time_to_first_token),
              1e-9);
  EXPECT_EQ(gpu.energy.of(PowerComponent::kCpu).value, 0);
  EXPECT_EQ(gpu.energy.of(PowerComponent::kNpu).value, 0);
}

TEST(OneProcessorEngine, ReadsAllWeightsFromDramForEveryBatch) {
  Engine engine;
  engine.traits.batch_length = 8;
  const auto energy = [&](std::int64_t tokens) {
    return engine.prefill(tokens).metrics.energy.of(PowerComponent::kDram).value;
  };
  const double once = 1e-11 * static_cast<double>(engine.memory(8).weights.value);
  EXPECT_NEAR(energy(8), once, 1e-9 * once);
  EXPECT_NEAR(energy(9), 2 * once, 1e-9 * once);
  EXPECT_NEAR(energy(24), 3 * once, 1e-9 * once);
}

TEST(OneProcessorEngine, DecodesAtTheBandwidthOfItsCard) {
  Engine engine;
  engine.card.decode_bandwidth = 20;
  EXPECT_NEAR(engine.token_seconds(7), decode_traffic(engine.model, 1, 7) / 20, 1e-9);
  engine.traits.bytes_per_weight = 0.5;
  EXPECT_NEAR(engine.token_seconds(7), decode_traffic(engine.model, 0.5, 7) / 20, 1e-9);
}

TEST(OneProcessorEngine, DecodesAtThatOfItsProcessorWhenItsCardHasNone) {
  const double traffic = decode_traffic(four_column_model(), 1, 7);
  EXPECT_NEAR(Engine{}.token_seconds(7), traffic / 40, 1e-9);
  EXPECT_NEAR(Engine{.traits = gpu_traits()}.token_seconds(7), traffic / 80, 1e-9);
}

TEST(OneProcessorEngine, ReadsTheHeadAtTheBandwidthOfItsCardToo) {
  Engine engine;
  const double at_40 = engine.seconds(1);
  engine.card.decode_bandwidth = 20;
  EXPECT_NEAR(engine.seconds(1), at_40 + 1, 1e-9);
}

TEST(OneProcessorEngine, SupportsTheModelsOfItsCard) {
  Engine engine;
  EXPECT_FALSE(engine.system().supported(engine.model, engine.device));
  engine.card.models = {"ant", "toy"};
  EXPECT_TRUE(engine.system().supported(engine.model, engine.device));
}

TEST(OneProcessorEngine, HasTheNameOfItsCardAndTheQuantizerOfItsTraits) {
  EXPECT_EQ(Engine{}.system().name(), "toy-engine");
  EXPECT_EQ(Engine{}.system().quantizer(), "toy-format");
}

}  // namespace
}  // namespace mllm_npu
