#include "engine/soc/power_model.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

Activity activity(PowerComponent component, SimTime start, SimTime end, double watts) {
  return {.component = component, .start = start, .end = end, .power = {watts}};
}

std::vector<Activity> random_activities(std::mt19937_64& random) {
  std::vector<Activity> activities(1 + random() % 60);
  for (Activity& each : activities) {
    each.component = static_cast<PowerComponent>(random() % kPowerComponentCount);
    each.start = SimTime{static_cast<SimTime::rep>(random() % 1'000'000)};
    each.end = each.start + SimTime{static_cast<SimTime::rep>(random() % 1'000'000)};
    each.power = {static_cast<double>(random() % 10'000) / 1000};
  }
  return activities;
}

TEST(Energy, IsPowerTimesTime) {
  const EnergyUse use = energy_of({activity(PowerComponent::kNpu, 1s, 3s, 2)});
  EXPECT_DOUBLE_EQ(use.of(PowerComponent::kNpu).value, 4);
  EXPECT_DOUBLE_EQ(use.total().value, 4);
}

TEST(Energy, IsSummedByComponent) {
  const EnergyUse use = energy_of({activity(PowerComponent::kCpu, 0s, 1s, 3),
                                   activity(PowerComponent::kCpu, 2s, 4s, 5),
                                   activity(PowerComponent::kDram, 0s, 4s, 0.5)});
  EXPECT_DOUBLE_EQ(use.of(PowerComponent::kCpu).value, 13);
  EXPECT_DOUBLE_EQ(use.of(PowerComponent::kDram).value, 2);
  EXPECT_EQ(use.of(PowerComponent::kGpu).value, 0);
}

TEST(Energy, OfNothingIsNothing) { EXPECT_EQ(energy_of({}).total().value, 0); }

TEST(Energy, OfAnActivityWithoutLengthIsNothing) {
  EXPECT_EQ(energy_of({activity(PowerComponent::kCpu, 1s, 1s, 100)}).total().value, 0);
}

TEST(Energy, TotalIsTheSumOfTheComponents) {
  std::mt19937_64 random(1);
  const EnergyUse use = energy_of(random_activities(random));
  double sum = 0;
  for (std::size_t i = 0; i < kPowerComponentCount; ++i) {
    sum += use.of(static_cast<PowerComponent>(i)).value;
  }
  EXPECT_DOUBLE_EQ(use.total().value, sum);
}

TEST(PowerTrace, IsAStepFunctionOfTheTotal) {
  const auto trace = power_trace(
      {activity(PowerComponent::kBase, 0s, 4s, 1), activity(PowerComponent::kNpu, 1s, 3s, 2)});
  ASSERT_THAT(trace, SizeIs(4));
  const std::vector<std::pair<SimTime, double>> expected = {{0s, 1}, {1s, 3}, {3s, 1}, {4s, 0}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(trace[i].start, expected[i].first);
    EXPECT_DOUBLE_EQ(trace[i].power.value, expected[i].second);
  }
}

TEST(PowerTrace, OfNothingIsEmpty) {
  EXPECT_THAT(power_trace({}), IsEmpty());
  EXPECT_EQ(integrate({}).value, 0);
}

TEST(PowerTrace, AnActivityCountsUntilItsEndAndNotLonger) {
  const auto trace = power_trace(
      {activity(PowerComponent::kCpu, 0s, 1s, 3), activity(PowerComponent::kCpu, 1s, 2s, 3)});
  ASSERT_THAT(trace, SizeIs(3));
  EXPECT_DOUBLE_EQ(trace[1].power.value, 3);
  EXPECT_DOUBLE_EQ(trace[2].power.value, 0);
}

TEST(PowerTrace, OfRandomActivitiesHoldsTheirEnergy) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    const std::vector<Activity> activities = random_activities(random);
    const double energy = energy_of(activities).total().value;
    EXPECT_NEAR(integrate(power_trace(activities)).value, energy, 1e-12 + 1e-9 * energy) << seed;
  }
}

TEST(PowerTrace, OfRandomActivitiesIsInOrderOfTimeAndEndsAtZero) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    std::mt19937_64 random(seed);
    const auto trace = power_trace(random_activities(random));
    for (std::size_t i = 1; i < trace.size(); ++i) {
      EXPECT_LT(trace[i - 1].start, trace[i].start);
    }
    EXPECT_NEAR(trace.back().power.value, 0, 1e-9);
  }
}

// 1 W from 0 to 1 s, 3 W from 1 to 2 s, 2 W from 2 to 3 s.
std::vector<PowerSample> three_steps() {
  return power_trace({activity(PowerComponent::kBase, 0s, 3s, 1),
                      activity(PowerComponent::kNpu, 1s, 2s, 2),
                      activity(PowerComponent::kCpu, 2s, 3s, 1)});
}

TEST(SampledEnergy, IsExactWhereThePeriodDividesEveryStep) {
  for (const SimTime period : std::initializer_list<SimTime>{1s, 500ms, 100ms, 1ms}) {
    EXPECT_NEAR(sampled_energy(three_steps(), period).value, 6, 1e-9);
  }
}

TEST(SampledEnergy, TakesAReadingToHoldUntilTheNext) {
  EXPECT_DOUBLE_EQ(sampled_energy(three_steps(), 2s).value, 1 * 2 + 2 * 1);
  EXPECT_DOUBLE_EQ(sampled_energy(three_steps(), 1500ms).value, 1 * 1.5 + 3 * 1.5);
}

TEST(SampledEnergy, OfAPrefillShorterThanThePeriodIsASingleReading) {
  EXPECT_DOUBLE_EQ(sampled_energy(three_steps(), 3s).value, 1 * 3);
  EXPECT_DOUBLE_EQ(sampled_energy(three_steps(), 1h).value, 1 * 3);
}

TEST(SampledEnergy, ReadsFirstWhenTheTraceBegins) {
  const auto late = power_trace({activity(PowerComponent::kNpu, 5s, 7s, 2)});
  EXPECT_DOUBLE_EQ(sampled_energy(late, 100ms).value, 4);
}

TEST(SampledEnergy, OfNothingIsNothing) { EXPECT_EQ(sampled_energy({}, 1s).value, 0); }

// A reading is off by no more than the largest power over a period, at each change of power.
TEST(SampledEnergy, OfRandomActivitiesComesNearTheEnergyAsThePeriodShrinks) {
  std::mt19937_64 random(4);
  const auto trace = power_trace(random_activities(random));
  const double energy = integrate(trace).value;
  double highest = 0;
  for (const PowerSample& sample : trace) highest = std::max(highest, sample.power.value);
  for (const std::int64_t period : {100'000, 10'000, 1000, 10, 1}) {
    const double sampled = sampled_energy(trace, SimTime{period}).value;
    const double bound =
        highest * static_cast<double>(period) * 1e-9 * static_cast<double>(trace.size());
    EXPECT_NEAR(sampled, energy, bound) << period;
  }
}

TEST(PowerComponents, HaveNamesOfTheirOwn) {
  EXPECT_EQ(name_of(PowerComponent::kBase), "base");
  EXPECT_EQ(name_of(PowerComponent::kCpu), "CPU");
  EXPECT_EQ(name_of(PowerComponent::kGpu), "GPU");
  EXPECT_EQ(name_of(PowerComponent::kNpu), "NPU");
  EXPECT_EQ(name_of(PowerComponent::kDram), "DRAM");
}

}  // namespace
}  // namespace mllm_npu
