#include "baselines/systems/llama_cpp_cpu.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/system_catalog.h"
#include "engine/soc/memory_model.h"
#include "tests/support/data_copy.h"
#include "tests/support/input_error_of.h"
#include "tests/support/round_device.h"

namespace mllm_npu {
namespace {

using support::round_device;

// Two layers of 144 linear weights, four query columns, a head of 40 weights.
ModelConfig toy_model() {
  ModelConfig model;
  model.name = "toy";
  model.hidden_size = 4;
  model.intermediate_size = 8;
  model.num_hidden_layers = 2;
  model.num_attention_heads = 2;
  model.num_key_value_heads = 1;
  model.head_dim = 2;
  model.vocab_size = 10;
  return model;
}

// Reads the toy's head, 42.5 bytes of Q8_0, in a second.
DeviceSpec slow_device() {
  DeviceSpec device = round_device();
  device.soc.cpu.matvec_bandwidth = 42.5;
  return device;
}

// 1000 INT8 and 100 float operations a second.
constexpr LlamaCppConstants kConstants{.int8_throughput = 1000, .float_throughput = 100};

PrefillResult prefill(const ModelConfig& model, std::int64_t tokens,
                      const DeviceSpec& device = slow_device()) {
  return LlamaCppCpu(kConstants)
      .prefill({.model = model, .device = device, .prompt_length = tokens});
}

double seconds(const ModelConfig& model, std::int64_t tokens,
               const DeviceSpec& device = slow_device()) {
  return to_seconds(prefill(model, tokens, device).metrics.time_to_first_token);
}

constexpr double kLinear = 2 * 288 / 1000.0;     // s a token
constexpr double kPair = 2 * 2 * 4 * 2 / 100.0;  // s a query and key: both products, two layers

TEST(LlamaCpp, TakesTheLinearsTheCausalPairsAndTheHead) {
  EXPECT_NEAR(seconds(toy_model(), 1), kLinear + kPair + 1, 1e-9);
  EXPECT_NEAR(seconds(toy_model(), 3), 3 * kLinear + 6 * kPair + 1, 1e-9);
  EXPECT_NEAR(seconds(toy_model(), 100), 100 * kLinear + 5050 * kPair + 1, 1e-9);
}

TEST(LlamaCpp, OnAFasterCpuComputesFasterAndReadsTheHeadAsBefore) {
  DeviceSpec twice = slow_device();
  twice.soc.cpu.relative_speed = 2;
  EXPECT_NEAR(seconds(toy_model(), 3, twice), (3 * kLinear + 6 * kPair) / 2 + 1, 1e-9);
}

TEST(LlamaCpp, LooksBackOnlyAsFarAsASlidingWindow) {
  for (const std::int64_t tokens : {1, 2, 5, 9}) {
    for (const std::int64_t window : {1, 2, 4, 5, 6, 20}) {
      ModelConfig sliding = toy_model();
      sliding.sliding_window = window;
      double pairs = 0;
      for (std::int64_t query = 1; query <= tokens; ++query) {
        pairs += static_cast<double>(std::min(query, window));
      }
      const double expected = static_cast<double>(tokens) * kLinear + pairs * kPair + 1;
      EXPECT_NEAR(seconds(sliding, tokens), expected, 1e-9) << tokens << " " << window;
    }
  }
}

TEST(LlamaCpp, HoldsItsWeightsInGroupsOfThirtyTwoWithAScale) {
  const MemoryUse memory = prefill(toy_model(), 3).metrics.memory;
  EXPECT_EQ(memory.weights.value, parameter_count(toy_model()) * 34 / 32);
  EXPECT_EQ(memory.kv_cache, kv_cache(toy_model(), 3));
  EXPECT_EQ(memory.graphs, Bytes{0});
  EXPECT_EQ(memory.shadow, Bytes{0});
}

TEST(LlamaCpp, KeepsTheCpuBusyAndNothingElse) {
  const PrefillMetrics metrics = prefill(toy_model(), 3).metrics;
  EXPECT_EQ(metrics.cpu_busy, metrics.time_to_first_token);
  EXPECT_EQ(metrics.npu_busy, SimTime{});
  EXPECT_EQ(metrics.npu_bubble_rate, 0);
  EXPECT_EQ(prefill(toy_model(), 3).preparation, SimTime{});
}

TEST(LlamaCpp, DrawsThePowerOfTheBaseAndAllCores) {
  const PrefillMetrics metrics = prefill(toy_model(), 3).metrics;
  const double time = to_seconds(metrics.time_to_first_token);
  EXPECT_NEAR(metrics.energy.of(PowerComponent::kBase).value, 1 * time, 1e-9);
  EXPECT_NEAR(metrics.energy.of(PowerComponent::kCpu).value, 4 * time, 1e-9);
  const auto bytes = static_cast<double>(metrics.memory.weights.value);
  EXPECT_NEAR(metrics.energy.of(PowerComponent::kDram).value, bytes * 1e-11, 1e-18);
}

TEST(LlamaCpp, ReadsItsConstantsFromItsCard) {
  const support::DataCopy data;
  const std::string file = support::kSystemFolder + "llama.cpp-cpu.json";
  data.set(file, {"facts", "int8_throughput", "value"}, 2);
  data.set(file, {"facts", "float_throughput", "value"}, 3);
  const LlamaCppConstants constants = read_llama_cpp_card(data.root() / file);
  EXPECT_DOUBLE_EQ(constants.int8_throughput, 2e9);
  EXPECT_DOUBLE_EQ(constants.float_throughput, 3e9);
}

TEST(LlamaCpp, RefusesAThroughputBeyondEveryPhones) {
  const support::DataCopy data;
  const std::string file = support::kSystemFolder + "llama.cpp-cpu.json";
  data.set(file, {"facts", "int8_throughput", "value"}, 1e6 + 1);
  EXPECT_THAT(support::input_error_of([&] { make_system("llama.cpp-cpu"); }),
              ::testing::HasSubstr("int8_throughput.value: expected a number from 0.01 to 1"));
}

}  // namespace
}  // namespace mllm_npu
