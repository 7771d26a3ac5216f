#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/ablation_steps.h"
#include "experiments/experiment_catalog.h"
#include "plots/figure_catalog.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<std::string> ids_found(const std::vector<std::string>& asked) {
  std::vector<std::string> ids;
  for (const Experiment& experiment : find_experiments(asked)) ids.emplace_back(experiment.id);
  return ids;
}

TEST(ExperimentCatalog, NothingAskedForIsEverything) {
  EXPECT_THAT(find_experiments({}), SizeIs(experiment_catalog().size()));
}

TEST(ExperimentCatalog, WhatIsAskedForComesOnceAndInThePapersOrder) {
  EXPECT_THAT(ids_found({"fig19", "table3", "fig19"}), ElementsAre("table3", "fig19"));
}

TEST(ExperimentCatalog, AnIdStandsForItsPartsAsWell) {
  EXPECT_THAT(ids_found({"fig13"}), ElementsAre("fig13", "fig13-attention", "fig13-gantt"));
  EXPECT_THAT(ids_found({"fig13-gantt"}), ElementsAre("fig13-gantt"));
}

TEST(ExperimentCatalog, TheBeginningOfAnIdIsNoId) {
  EXPECT_EQ(input_error_of([] { find_experiments({"fig"}); }).find("command line: ID: "), 0U);
  EXPECT_EQ(input_error_of([] { find_experiments({""}); }).find("command line: ID: "), 0U);
}

TEST(ExperimentCatalog, AnUnknownIdListsTheKnownOnes) {
  EXPECT_EQ(
      input_error_of([] {
        find_experiments({"table3", "fig99"});
      }),
      "command line: ID: expected one of summary, fig1, table1, table2, fig2, fig4, table3, fig8, "
      "graph-memory, fig10, fig11, fig12-left, fig12-right, hot-channels, "
      "calibration-domain, shadow-share, fig13, fig13-attention, fig13-gantt, fig14, fig15, "
      "table5, table6, quantizer-perplexity, fig16, fig17, fig18, fig19, explain-gap, "
      "found fig99");
}

TEST(ExperimentCatalog, EveryExperimentHasItsFigureInTheSameOrder) {
  EXPECT_EQ(ids_found({}), figure_ids());
}

TEST(AblationSteps, BeginAtTheBaselineAndEndAtThePapersSystem) {
  const std::vector<AblationStep> steps = ablation_steps();
  std::vector<std::string> names;
  for (const AblationStep& step : steps) names.emplace_back(step.name);
  EXPECT_THAT(names, ElementsAre("llama.cpp-cpu", "naive", "+chunk", "+outlier", "+out-of-order"));
  EXPECT_STREQ(steps.front().system, "llama.cpp-cpu");
  EXPECT_STREQ(steps.back().system, "mllm-npu");
  EXPECT_EQ(steps.back().options.policy, PrefillOptions{}.policy);
}

TEST(AblationSteps, EachSwitchesItsTechniqueOnAndLeavesTheOthers) {
  const std::vector<AblationStep> steps = ablation_steps();
  const PrefillOptions& chunk = steps[2].options;
  const PrefillOptions& outlier = steps[3].options;
  const PrefillOptions& out_of_order = steps[4].options;
  EXPECT_FALSE(chunk.shadow);
  EXPECT_GT(chunk.group_size, 0);
  EXPECT_TRUE(outlier.shadow);
  EXPECT_EQ(outlier.group_size, 0);
  EXPECT_EQ(chunk.policy, "serial");
  EXPECT_EQ(outlier.policy, "serial");
  EXPECT_EQ(out_of_order.policy, "out-of-order");
  EXPECT_TRUE(chunk.chunk_sharing && outlier.chunk_sharing && out_of_order.chunk_sharing);
  EXPECT_EQ(outlier.pruning_rate, out_of_order.pruning_rate);
}

}  // namespace
}  // namespace mllm_npu
