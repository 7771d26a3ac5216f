#include "experiments/accuracy/reference_lab.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/runtime/float_language_model.h"
#include "experiments/accuracy/laboratory.h"
#include "experiments/experiment_catalog.h"
#include "experiments/runner.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

constexpr std::int64_t kItems = 4;

const World& world() {
  static const World kWorld = read_world();
  return kWorld;
}

// Built once: it reads and calibrates a model.
Laboratory& laboratory() {
  static Laboratory kLaboratory(world(), {.task_items = kItems});
  return kLaboratory;
}

TEST(Laboratory, HasATaskForEachBenchmark) {
  std::vector<std::string> benchmarks;
  for (const Task& task : laboratory().tasks()) {
    benchmarks.push_back(benchmark_of(task.name));
    EXPECT_EQ(task.items.size(), 4U);
  }
  EXPECT_THAT(benchmarks, ElementsAre("lambada", "hellaswag", "winogrande", "openbookqa", "mmlu"));
}

TEST(Laboratory, AsksFewerItemsWhenQuick) {
  Laboratory quick(world(), {.quick = true});
  EXPECT_EQ(quick.tasks().front().items.size(), 30U);
}

// The profiler finds what was planted, within the rounding of the factor and what chunks differ.
TEST(ReferenceLab, PlantsOutliersThatTheProfilerFinds) {
  for (const PlantedChannel& planted : laboratory().material().planted()) {
    const InputOutliers& found = laboratory().lab().outliers().of(planted.layer, planted.input);
    EXPECT_GT(found.importance(), 1.5) << planted.layer;
    if (planted.factor >= 32) {
      const auto channel = static_cast<std::size_t>(planted.channel);
      EXPECT_GT(found.occurrences[channel], 0) << planted.layer;
    }
  }
}

TEST(ReferenceMaterial, PlantedOutliersLeaveTheLogitsBitForBit) {
  const ReferenceMaterial& material = laboratory().material();
  const std::vector<TokenId> text = material.test_texts(WorldDomain::kAll, 1).front();
  const auto logits = [&](Outliers outliers) {
    FloatLanguageModel model(material.equations(outliers));
    const std::span<const float> last = model.prefill(text);
    return std::vector<float>(last.begin(), last.end());
  };
  EXPECT_EQ(logits(Outliers::kNone), logits(Outliers::kPlanted));
}

TEST(ReferenceMaterial, TestsOnOtherTextsThanItCalibratesWith) {
  const ReferenceMaterial& material = laboratory().material();
  EXPECT_NE(material.test_texts(WorldDomain::kTales, 4),
            material.calibration_texts(WorldDomain::kTales));
  EXPECT_EQ(material.calibration_texts(WorldDomain::kTales).size(), 4U);
}

TEST(ReferenceLab, MoreHotChannelsHoldMoreOutliers) {
  const OutlierStatistics few = laboratory().lab().outliers_with(0.01);
  const OutlierStatistics all = laboratory().lab().outliers_with(1);
  const InputOutliers& hot = all.of(0, LinearInput::kQkv);
  EXPECT_EQ(few.of(0, LinearInput::kQkv).hot.size(), 1U);
  EXPECT_DOUBLE_EQ(hot.hot_outlier_channels, hot.outlier_channels);
}

TEST(Laboratory, AsksTheFloatModelEverythingAndHoldsOthersAgainstIt) {
  const auto scores = laboratory().ask({{.method = "fp32"}, {.method = "llm-int8"}});
  ASSERT_EQ(scores.size(), 2U);
  for (std::size_t task = 0; task < 5; ++task) {
    EXPECT_EQ(scores[0][task].items.size(), 4U);
    EXPECT_EQ(scores[0][task].kl_divergence, 0);
    EXPECT_EQ(scores[1][task].flips.items, 4U);
    EXPECT_GT(scores[1][task].kl_divergence, 0);
    EXPECT_LT(scores[1][task].kl_divergence, 0.01);
  }
}

TEST(Laboratory, NaivePerTensorQuantisationSuffersMostFromOutliers) {
  const auto scores = laboratory().ask({{.method = "per-tensor"}, {.pruning_rate = 0}});
  EXPECT_GT(scores[0][1].kl_divergence, 5 * scores[1][1].kl_divergence);
}

TEST(Laboratory, AsksNothingTwice) {
  int asked = 0;
  Laboratory own(world(), {.task_items = 1, .note = [&](const std::string&) { ++asked; }});
  own.ask({{.method = "fp16"}, {.method = "fp16"}});
  EXPECT_EQ(asked, 2);  // fp32 before it
  own.ask({{.method = "fp16"}, {.method = "fp32"}});
  EXPECT_EQ(asked, 2);
  own.read({{.method = "fp16"}}, WorldDomain::kTalk);
  own.read({{.method = "fp16"}}, WorldDomain::kTalk);
  EXPECT_EQ(asked, 3);
}

TEST(Laboratory, WithoutPlantedOutliersPerTensorIsNearTheFloatModel) {
  const auto scores = laboratory().read({{.method = "fp32"},
                                         {.method = "per-tensor", .outliers = Outliers::kNone},
                                         {.method = "per-tensor"}},
                                        WorldDomain::kAll);
  EXPECT_EQ(scores[0].kl_divergence, 0);
  EXPECT_LT(scores[1].perplexity.value, 1.1 * scores[0].perplexity.value);
  EXPECT_GT(scores[2].kl_divergence, 5 * scores[1].kl_divergence);
}

}  // namespace
}  // namespace mllm_npu
