#include "experiments/result_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/system_catalog.h"
#include "engine/base/number_text.h"
#include "engine/model/model_catalog.h"
#include "engine/soc/soc_catalog.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

// "name=value unit" of each measure.
std::vector<std::string> texts_of(const std::vector<Measure>& measures) {
  std::vector<std::string> texts;
  for (const Measure& measure : measures) {
    texts.push_back(measure.name + "=" + number_text(measure.value) + " " + measure.unit);
  }
  return texts;
}

PrefillMetrics round_metrics() {
  PrefillMetrics metrics;
  metrics.prompt_length = 500;
  metrics.time_to_first_token = sim_time_from_seconds(2);
  metrics.npu_busy = sim_time_from_seconds(1.5);
  metrics.cpu_busy = sim_time_from_seconds(0.5);
  metrics.npu_bubble_rate = 0.25;
  metrics.inner_npu_bubble_rate = 0.125;
  metrics.memory.weights = Bytes{3'000'000'000};
  metrics.memory.kv_cache = Bytes{1'000'000'000};
  return metrics;
}

// A second of the CPU at 3 W, then one of the NPU at 4 W.
std::vector<Activity> two_activities() {
  const SimTime second = sim_time_from_seconds(1);
  return {{PowerComponent::kCpu, SimTime{}, second, {3}},
          {PowerComponent::kNpu, second, 2 * second, {4}}};
}

TEST(ResultRows, FactorsKeepTheirOrderAndKind) {
  const ResultRow row =
      make_row({{"model", std::string("a")}, {"length", 64}, {"rate", 0.5}, {"x", "y"}}, {});
  EXPECT_EQ(factors_text(row.factors), "model=a, length=64, rate=0.5, x=y");
  EXPECT_TRUE(row.factors[0].second.is_string());
  EXPECT_TRUE(row.factors[1].second.is_int64());
}

TEST(ResultRows, OfAPrefillHaveWhatEverySystemReports) {
  EXPECT_THAT(texts_of(prefill_measures(round_metrics())),
              ElementsAre("prefill_tokens_per_second=250 token/s", "time_to_first_token=2 s",
                          "prefill_energy=0 J", "npu_bubble_rate=25 %", "peak_memory=4 GB"));
}

TEST(ResultRows, OfASystemSayWhetherThePapersRunsTheModel) {
  const DeviceSpec device = find_device("redmi-k60-pro");
  const auto supported = [&](const char* system, const char* model) {
    return texts_of({supported_measure(*make_system(system), find_model(model), device)});
  };
  EXPECT_THAT(supported("tflite-gpu", "gemma-2b"), ElementsAre("supported=1 1"));
  EXPECT_THAT(supported("tflite-gpu", "mistral-7b"), ElementsAre("supported=0 1"));
  EXPECT_THAT(supported("mllm-npu", "mistral-7b"), ElementsAre("supported=1 1"));
}

TEST(ResultRows, OfEnergyHaveItsPartsAndWhatASlowMeterReads) {
  PrefillResult result;
  result.metrics = round_metrics();
  result.metrics.energy = energy_of(two_activities());
  result.activities = two_activities();
  EXPECT_THAT(texts_of(energy_measures(result, sim_time_from_seconds(2))),
              ElementsAre("prefill_energy=7 J", "base_energy=0 J", "cpu_energy=3 J",
                          "gpu_energy=0 J", "npu_energy=4 J", "dram_energy=0 J",
                          "energy_per_token=14 mJ", "mean_power=3.5 W", "sampled_energy=6 J"));
  EXPECT_NEAR(energy_measures(result).back().value, 7, 1e-9);
}

TEST(ResultRows, OfBusyTimesHaveTheirRatio) {
  EXPECT_THAT(
      texts_of(busy_measures(round_metrics())),
      ElementsAre("npu_busy_time=1500 ms", "cpu_busy_time=500 ms", "npu_over_cpu_busy_time=3 x"));
}

TEST(ResultRows, OfBusyTimesHaveNoRatioToACpuThatDidNotWork) {
  PrefillMetrics metrics = round_metrics();
  metrics.cpu_busy = SimTime{};
  EXPECT_THAT(texts_of(busy_measures(metrics)),
              ElementsAre("npu_busy_time=1500 ms", "cpu_busy_time=0 ms"));
}

TEST(ResultRows, OfAScheduleHaveBubblesMakespanAndBounds) {
  const std::vector<Measure> measures = schedule_measures(round_metrics());
  std::vector<std::string> names;
  for (const Measure& measure : measures) names.push_back(measure.name);
  EXPECT_THAT(names, ElementsAre("npu_bubble_rate", "inner_npu_bubble_rate", "makespan",
                                 "lower_bound", "critical_path", "npu_busy_time", "cpu_busy_time",
                                 "npu_over_cpu_busy_time"));
  EXPECT_EQ(measures[1].value, 12.5);
  EXPECT_EQ(measures[2].value, 2000);
}

}  // namespace
}  // namespace mllm_npu
