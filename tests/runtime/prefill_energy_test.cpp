#include <gtest/gtest.h>

#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::prefill_qwen;
using support::roomy_device;

std::vector<Activity> activities(const PrefillResult& result) {
  return activities_of(result.trace->dag, result.trace->prices, result.trace->timeline,
                       roomy_device().soc.power);
}

TEST(PrefillEnergy, IsTheIntegralOfItsPowerTrace) {
  for (const std::int64_t tokens : {1, 64, 700, 1024}) {
    const PrefillResult result = prefill_qwen(tokens);
    const double energy = result.metrics.energy.total().value;
    EXPECT_NEAR(integrate(power_trace(activities(result))).value, energy, 1e-9 * energy) << tokens;
  }
}

TEST(PrefillEnergy, OfTheBaseLastsUntilTheFirstToken) {
  const PrefillMetrics metrics = prefill_qwen(512).metrics;
  const double seconds = to_seconds(metrics.time_to_first_token);
  EXPECT_NEAR(metrics.energy.of(PowerComponent::kBase).value, 1 * seconds, 1e-9 * seconds);
}

TEST(PrefillEnergy, OfAProcessorIsItsPowerWhileItIsBusy) {
  const PrefillMetrics metrics = prefill_qwen(512, {.float_processor = Processor::kGpu}).metrics;
  const auto joules = [&](PowerComponent component) { return metrics.energy.of(component).value; };
  EXPECT_NEAR(joules(PowerComponent::kNpu), 2 * to_seconds(metrics.npu_busy), 1e-9);
  EXPECT_NEAR(joules(PowerComponent::kCpu), 3 * to_seconds(metrics.cpu_busy), 1e-9);
  EXPECT_NEAR(joules(PowerComponent::kGpu), 5 * to_seconds(metrics.gpu_busy), 1e-9);
}

TEST(PrefillEnergy, OfTheDramIsThatOfTheBytesMoved) {
  const PrefillResult result = prefill_qwen(512);
  double bytes = 0;
  for (const SubgraphNode& node : result.trace->dag.nodes) {
    const auto place = static_cast<std::size_t>(node.subgraph);
    bytes += static_cast<double>(result.trace->prices[place].traffic.value);
  }
  EXPECT_NEAR(result.metrics.energy.of(PowerComponent::kDram).value, bytes * 1e-11, 1e-9);
}

TEST(PrefillEnergy, OfBuildingIsThatOfTheBaseAndABusyCpu) {
  const PrefillResult result = prefill_qwen(512, {.chunk_sharing = false});
  const SimTime online = result.metrics.time_to_first_token - result.trace->timeline.makespan();
  ASSERT_GT(online, SimTime{});
  const double building =
      result.metrics.energy.total().value - energy_of(activities(result)).total().value;
  EXPECT_NEAR(building, (1 + 3) * to_seconds(online), 1e-9 * building);
}

TEST(PrefillEnergy, GrowsWithThePrompt) {
  EXPECT_LT(prefill_qwen(256).metrics.energy.total(), prefill_qwen(512).metrics.energy.total());
}

}  // namespace
}  // namespace mllm_npu
