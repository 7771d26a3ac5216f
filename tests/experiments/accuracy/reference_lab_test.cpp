#include "experiments/accuracy/reference_lab.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment_catalog.h"
#include "experiments/runner.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

constexpr ExperimentOptions kSmall{.task_items = 4};

// Built once: it reads and calibrates a model.
const ReferenceLab& lab() {
  static const ReferenceLab kLab(read_world(), kSmall);
  return kLab;
}

TEST(ReferenceLab, HasATaskForEachBenchmark) {
  const std::vector<Task> tasks = ReferenceLab::tasks(kSmall);
  std::vector<std::string> benchmarks;
  for (const Task& task : tasks) {
    benchmarks.push_back(benchmark_of(task.name));
    EXPECT_EQ(task.items.size(), 4U);
  }
  EXPECT_THAT(benchmarks, ElementsAre("lambada", "hellaswag", "winogrande", "openbookqa", "mmlu"));
  EXPECT_EQ(ReferenceLab::tasks({}).front().items.size(), 500U);
  EXPECT_EQ(ReferenceLab::tasks({.quick = true}).front().items.size(), 60U);
}

// The profiler finds what was planted, within the rounding of the factor and what chunks differ.
TEST(ReferenceLab, PlantsOutliersThatTheProfilerFinds) {
  for (const PlantedChannel& planted : lab().planted()) {
    const InputOutliers& found = lab().outliers().of(planted.layer, planted.input);
    EXPECT_GT(found.importance(), 1.5) << planted.layer;
    if (planted.factor >= 32) {
      const auto channel = static_cast<std::size_t>(planted.channel);
      EXPECT_GT(found.occurrences[channel], 0) << planted.layer;
    }
  }
}

TEST(ReferenceLab, AsksEveryContenderEveryTask) {
  const std::vector<Task> tasks = ReferenceLab::tasks(kSmall);
  const auto floats = lab().floats();
  const auto llm_int8 = lab().quantizer("llm-int8");
  const auto engine = lab().engine(0, read_world().device("redmi-k70-pro"));
  const auto scores = lab().ask({tasks[1], tasks[3]}, {floats.get(), llm_int8.get()});
  ASSERT_EQ(scores.size(), 2U);
  for (const auto& of_task : scores) {
    ASSERT_EQ(of_task.size(), 2U);
    EXPECT_EQ(of_task[0].items.size(), 4U);
    EXPECT_EQ(of_task[0].kl_divergence, 0);
    EXPECT_GT(of_task[1].kl_divergence, 0);
    EXPECT_LT(of_task[1].kl_divergence, 0.01);
  }
}

TEST(ReferenceLab, NaivePerTensorQuantisationSuffersMostFromOutliers) {
  const std::vector<Task> tasks = {ReferenceLab::tasks(kSmall)[1]};
  const World world = read_world();
  const auto floats = lab().floats();
  const auto naive = lab().quantizer("per-tensor");
  const auto shadowed = lab().engine(0, world.device("redmi-k70-pro"));
  const auto scores = lab().ask(tasks, {floats.get(), naive.get(), shadowed.get()});
  EXPECT_GT(scores[0][1].kl_divergence, 5 * scores[0][2].kl_divergence);
}

TEST(AccuracyExperiments, GiveTheSameBytesAgain) {
  const World world = read_world();
  for (const Experiment& experiment : find_experiments({"fig10", "fig16"})) {
    const auto text = [&] {
      ResultRecord record;
      record.rows = experiment.run(world, {.quick = true, .task_items = 2});
      for (const ResultRow& row : record.rows) {
        for (const Measure& measure : row.measures) EXPECT_TRUE(std::isfinite(measure.value));
      }
      return to_text(to_json(record));
    };
    EXPECT_EQ(text(), text()) << experiment.id;
  }
}

}  // namespace
}  // namespace mllm_npu
