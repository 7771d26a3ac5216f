#include "experiments/accuracy/knee.h"

#include <vector>

#include <gtest/gtest.h>

#include "datasets/paper/printed_numbers.h"
#include "engine/model/model_catalog.h"
#include "experiments/accuracy/printed_outliers.h"
#include "experiments/accuracy/pruning_rates.h"

namespace mllm_npu {
namespace {

using Curve = std::vector<std::pair<double, double>>;

TEST(Knee, IsWhereTheCurveLeavesItsFlatPart) {
  EXPECT_EQ(knee_of(Curve{{0, 0}, {50, 0.1}, {85, 0.5}, {100, 10}}), 85);
  EXPECT_EQ(knee_of(Curve{{0, 10}, {20, 1}, {60, 0.5}, {100, 0}}), 20);
}

TEST(Knee, OfACurveWithoutHeightIsItsEnd) {
  EXPECT_EQ(knee_of(Curve{{0, 3}, {50, 4}, {100, 3}}), 100);
}

TEST(Knee, OfAStraightLineIsItsEnd) { EXPECT_EQ(knee_of(Curve{{0, 0}, {50, 0.5}, {100, 1}}), 100); }

PrintedNumber point(const char* linear, int rank, double value) {
  return {.id = "fig11",
          .factors = {{"model", "toy"}, {"linear", linear}, {"rank", rank}},
          .measure = "outlier_occurrences",
          .unit = "tokens",
          .low = value,
          .high = value,
          .source = "",
          .role = Role::kMechanism};
}

// The ranks have 0, sqrt(9) - 1 and 8.
TEST(PrintedHotOutlierShare, IsThatOfTheLastRanksOfTheCurve) {
  const PrintedNumbers printed({point("q", 1, 0), point("q", 3, 8)});
  EXPECT_NEAR(printed_hot_outlier_share(printed, "toy", 1.0 / 3), 0.8, 1e-9);
  EXPECT_NEAR(printed_hot_outlier_share(printed, "toy", 0), 0, 1e-9);
  EXPECT_NEAR(printed_hot_outlier_share(printed, "toy", 1), 1, 1e-9);
}

TEST(PrintedHotOutlierShare, IsTheMeanOfTheLinears) {
  const PrintedNumbers printed(
      {point("q", 1, 0), point("q", 3, 8), point("o", 1, 4), point("o", 3, 4)});
  EXPECT_NEAR(printed_hot_outlier_share(printed, "toy", 1.0 / 3), (0.8 + 1.0 / 3) / 2, 1e-9);
}

TEST(PrintedHotOutlierShare, OfThePapersModelGrowsWithTheChannels) {
  const PrintedNumbers printed = paper_numbers();
  double before = 0;
  for (const double share : {0.01, 0.03, 0.1, 0.3}) {
    const double hot = printed_hot_outlier_share(printed, "qwen1.5-1.8b", share);
    EXPECT_GT(hot, before) << share;
    before = hot;
  }
  EXPECT_NEAR(printed_hot_outlier_share(printed, "qwen1.5-1.8b", 1), 1, 1e-9);
}

TEST(PrunedLinears, AreAsManyAsThePlanPrunes) {
  const ModelConfig model = find_model("qwen1.5-1.8b");
  EXPECT_EQ(pruned_linears(model, 0), 0);
  EXPECT_EQ(pruned_linears(model, 85), 143);
  EXPECT_EQ(pruned_linears(model, 100), 168);
}

}  // namespace
}  // namespace mllm_npu
