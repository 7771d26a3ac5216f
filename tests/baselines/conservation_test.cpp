// Nothing is lost between a prefill's parts and its sums, for every system of the catalogue.

#include <gtest/gtest.h>

#include "baselines/system_catalog.h"
#include "engine/model/model_catalog.h"
#include "engine/soc/soc_catalog.h"

namespace mllm_npu {
namespace {

class Conservation : public ::testing::TestWithParam<std::string> {
 protected:
  using Check = std::function<void(const PrefillResult&)>;

  // For a model of each kind and prompts on both sides of a chunk and of a batch.
  void for_each_prefill(const Check& check) const {
    const DeviceSpec device = find_device("redmi-k60-pro");
    for (const char* name : {"qwen1.5-1.8b", "phi-2-2.7b", "mistral-7b"}) {
      const ModelConfig model = find_model(name);
      for (const std::int64_t tokens : {1, 200, 513, 1024}) {
        SCOPED_TRACE(name + (" " + std::to_string(tokens)));
        check(system_->prefill({.model = model, .device = device, .prompt_length = tokens}));
      }
    }
  }

 private:
  std::unique_ptr<InferenceSystem> system_ = make_system(GetParam());
};

TEST_P(Conservation, EnergyByComponentIsTheIntegralOfPower) {
  for_each_prefill([](const PrefillResult& result) {
    const double energy = result.metrics.energy.total().value;
    EXPECT_GT(energy, 0);
    EXPECT_NEAR(integrate(power_trace(result.activities)).value, energy, 1e-9 * energy);
  });
}

TEST_P(Conservation, EnergyIsThatOfTheActivities) {
  for_each_prefill([](const PrefillResult& result) {
    const EnergyUse use = energy_of(result.activities);
    for (std::size_t i = 0; i < kPowerComponentCount; ++i) {
      const auto component = static_cast<PowerComponent>(i);
      EXPECT_EQ(use.of(component), result.metrics.energy.of(component)) << name_of(component);
    }
  });
}

TEST_P(Conservation, NothingDrawsPowerBeforeThePromptOrAfterItsFirstToken) {
  for_each_prefill([](const PrefillResult& result) {
    for (const Activity& activity : result.activities) {
      ASSERT_GE(activity.start, SimTime{});
      ASSERT_LE(activity.start, activity.end);
      ASSERT_LE(activity.end, result.metrics.time_to_first_token);
      ASSERT_GE(activity.power.value, 0);
    }
  });
}

TEST_P(Conservation, TheBaseDrawsPowerFromStartToEnd) {
  for_each_prefill([](const PrefillResult& result) {
    SimTime sum{};
    for (const Activity& activity : result.activities) {
      if (activity.component == PowerComponent::kBase && activity.power.value > 0) {
        sum += activity.end - activity.start;
      }
    }
    EXPECT_EQ(sum, result.metrics.time_to_first_token);
  });
}

TEST_P(Conservation, AProcessorIsBusyAsLongAsItDrawsItsPower) {
  for_each_prefill([](const PrefillResult& result) {
    SimTime cpu{};
    SimTime gpu{};
    for (const Activity& activity : result.activities) {
      const SimTime time = activity.end - activity.start;
      if (activity.component == PowerComponent::kCpu) cpu += time;
      if (activity.component == PowerComponent::kGpu) gpu += time;
    }
    // A system that adds up seconds rounds each span to a nanosecond.
    const double slack = 1e-9 * static_cast<double>(result.activities.size());
    const SimTime busy = result.metrics.cpu_busy + result.metrics.graph_building;
    EXPECT_NEAR(to_seconds(cpu), to_seconds(busy), slack);
    EXPECT_NEAR(to_seconds(gpu), to_seconds(result.metrics.gpu_busy), slack);
  });
}

TEST_P(Conservation, MemoryByOwnerIsThePeak) {
  for_each_prefill([](const PrefillResult& result) {
    const MemoryUse& use = result.metrics.memory;
    EXPECT_EQ(use.total(), use.weights + use.graphs + use.activations + use.kv_cache + use.shadow);
    for (const Bytes part : {use.graphs, use.shadow}) EXPECT_GE(part, Bytes{0});
    for (const Bytes part : {use.weights, use.activations, use.kv_cache}) EXPECT_GT(part, Bytes{0});
  });
}

std::vector<std::string> all_systems() {
  std::vector<std::string> names;
  for (const SystemEntry& entry : system_catalog()) names.emplace_back(entry.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Systems, Conservation, ::testing::ValuesIn(all_systems()),
                         [](const auto& each) {
                           std::string name = each.param;
                           for (char& letter : name) {
                             if (letter == '.' || letter == '-') letter = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace mllm_npu
