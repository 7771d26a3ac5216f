#include "engine/metrics/prefill_metrics.h"

#include <gtest/gtest.h>

#include "tests/support/priced_dag.h"

namespace mllm_npu {
namespace {

using namespace std::chrono_literals;
using enum Processor;
using support::draw;
using support::PricedDag;

constexpr PowerSpec kPower{.base = 1,
                           .npu_active = 2,
                           .cpu_float_active = 4,
                           .cpu_int8_active = 64,
                           .gpu_active = 8,
                           .dram_energy = 0.5};

constexpr std::int64_t kSecond = 1'000'000'000;

// CPU   aa....   a moves 6 bytes
// GPU   ..bbb.   b moves 10
// NPU   ....cc   c moves 0, after b and a handover
// flash dddd..
PricedDag four() {
  return draw({{.processor = kCpu, .duration = 2 * kSecond, .traffic = 6},
               {.processor = kGpu, .duration = 3 * kSecond, .after = {0}, .traffic = 10},
               {.processor = kNpu, .duration = 1 * kSecond, .after = {1}},
               {.processor = kFlash, .duration = 4 * kSecond}});
}

EnergyUse energy(const PricedDag& priced, const DispatchCosts& costs = {}) {
  return energy_of(
      activities_of(priced.dag, priced.prices, support::run(priced, "in-order", costs), kPower));
}

TEST(PrefillEnergy, OfTheBaseRunsFromTheStartToTheMakespan) {
  EXPECT_DOUBLE_EQ(energy(four()).of(PowerComponent::kBase).value, 1.0 * 6);
}

TEST(PrefillEnergy, OfAProcessorIsItsPowerWhileItRuns) {
  const EnergyUse use = energy(four());
  EXPECT_DOUBLE_EQ(use.of(PowerComponent::kCpu).value, 4.0 * 2);
  EXPECT_DOUBLE_EQ(use.of(PowerComponent::kGpu).value, 8.0 * 3);
  EXPECT_DOUBLE_EQ(use.of(PowerComponent::kNpu).value, 2.0 * 1);
}

TEST(PrefillEnergy, OfTheDramIsItsBytesTimesTheEnergyOfAByte) {
  EXPECT_DOUBLE_EQ(energy(four()).of(PowerComponent::kDram).value, 0.5 * (6 + 10));
}

TEST(PrefillEnergy, OfTheWholeIsTheSum) {
  EXPECT_DOUBLE_EQ(energy(four()).total().value, 6.0 + 8 + 24 + 2 + 8);
}

TEST(PrefillEnergy, OfTheDramStaysTheSameWhenItSlowsWorksDown) {
  support::Random random(9);
  for (int round = 0; round < 100; ++round) {
    const PricedDag priced = support::random_dag(random);
    double traffic = 0;
    for (const Price& price : priced.prices) traffic += static_cast<double>(price.traffic.value);
    const double expected = 0.5 * traffic;
    const double wide = energy(priced).of(PowerComponent::kDram).value;
    const double narrow = energy(priced, {.dram_bandwidth = 4e9}).of(PowerComponent::kDram).value;
    ASSERT_NEAR(wide, expected, 1e-9 * expected);
    ASSERT_NEAR(narrow, expected, 1e-9 * expected);
  }
}

TEST(PrefillEnergy, OfAProcessorGrowsWhenTheDramSlowsItDown) {
  const PricedDag two = draw({{.processor = kCpu, .duration = kSecond, .traffic = 5 * kSecond},
                              {.processor = kNpu, .duration = kSecond, .traffic = 5 * kSecond}});
  EXPECT_DOUBLE_EQ(energy(two, {.dram_bandwidth = 5e9}).of(PowerComponent::kNpu).value, 2.0 * 2);
}

TEST(ActivitiesOf, AnEmptyTimelineDrawNothing) { EXPECT_EQ(energy(draw({})).total().value, 0); }

TEST(ActivitiesOf, ATimelineDrawAtTheTimeOfTheirSpans) {
  const PricedDag priced = four();
  const auto trace = power_trace(
      activities_of(priced.dag, priced.prices, support::run(priced, "in-order"), kPower));
  ASSERT_EQ(trace.size(), 5u);  // starts and ends at 0, 2, 4 (flash), 5 and 6 s
  EXPECT_DOUBLE_EQ(trace[0].power.value, 1 + 4 + 0.5 * 6 / 2);
  EXPECT_DOUBLE_EQ(trace[1].power.value, 1 + 8 + 0.5 * 10 / 3);
  EXPECT_EQ(trace[3].start, 5s);
  EXPECT_NEAR(trace[3].power.value, 1 + 2, 1e-12);
}

TEST(TokensPerSecond, AreTheTokensOfThePromptOverTheTimeToTheFirst) {
  const PrefillMetrics metrics{.prompt_length = 256, .time_to_first_token = 500ms};
  EXPECT_DOUBLE_EQ(metrics.tokens_per_second(), 512);
}

TEST(TokensPerSecond, AreNoneWithoutATime) {
  EXPECT_EQ(PrefillMetrics{.prompt_length = 256}.tokens_per_second(), 0);
}

}  // namespace
}  // namespace mllm_npu
