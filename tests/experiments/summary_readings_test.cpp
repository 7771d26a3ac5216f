#include "experiments/summary_readings.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;

PairedCell cell(const std::string& baseline, double tokens, double theirs, double ours) {
  return {.device = "p",
          .model = "m",
          .baseline = baseline,
          .tokens = tokens,
          .supported = true,
          .theirs = theirs,
          .ours = ours};
}

// Ratios 2 and 8.
std::vector<PairedCell> two_cells() { return {cell("a-cpu", 10, 2, 1), cell("b-gpu", 20, 16, 2)}; }

// `measure` in the only row with these factors, or -1.
double value_in(const std::vector<ResultRow>& rows, const Factors& factors,
                const std::string& measure = "gain") {
  double value = -1;
  int found = 0;
  for (const ResultRow& row : rows) {
    if (!contains_factors(row.factors, factors)) continue;
    ++found;
    value = find_measure(row, measure)->value;
  }
  EXPECT_EQ(found, 1) << factors_text(factors);
  return found == 1 ? value : -1;
}

bool has_row(const std::vector<ResultRow>& rows, const Factors& factors) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const ResultRow& row) { return contains_factors(row.factors, factors); });
}

double mean_of_two(const char* mean) {
  return value_in(
      mean_readings("gain", two_cells(), true),
      {{"mean", mean}, {"baselines", "all"}, {"lengths", "all"}, {"pairs", "supported"}});
}

TEST(MeanReadings, TheArithmeticMeanIsOfTheRatios) {
  EXPECT_THAT(mean_of_two("arithmetic"), DoubleEq(5));
}

TEST(MeanReadings, TheGeometricMeanIsOfTheRatios) {
  EXPECT_THAT(mean_of_two("geometric"), DoubleNear(4, 1e-12));
}

TEST(MeanReadings, TheRatioOfMeansIsOfTimes) {
  EXPECT_THAT(mean_of_two("ratio-of-means"), DoubleEq(18.0 / 3));
}

TEST(MeanReadings, TheRatioOfMeanSpeedsIsOfTokensPerSecond) {
  EXPECT_THAT(mean_of_two("ratio-of-mean-speeds"), DoubleEq((10.0 + 10) / (5 + 1.25)));
}

TEST(MeanReadings, WithoutSpeedsThereIsNoMeanSpeed) {
  EXPECT_FALSE(
      has_row(mean_readings("gain", two_cells(), false), {{"mean", "ratio-of-mean-speeds"}}));
}

TEST(MeanReadings, BaselinesAreTakenTogetherByProcessorAndOneByOne) {
  const auto rows = mean_readings("gain", two_cells(), false);
  const auto value = [&](const char* baselines) {
    return value_in(
        rows,
        {{"mean", "arithmetic"}, {"baselines", baselines}, {"lengths", "all"}, {"pairs", "all"}});
  };
  EXPECT_EQ(value("cpu"), 2);
  EXPECT_EQ(value("gpu"), 8);
  EXPECT_EQ(value("a-cpu"), 2);
  EXPECT_EQ(value("b-gpu"), 8);
}

TEST(MeanReadings, ABaselineOnTheNpuIsNoGroupOfItsOwn) {
  const auto rows = mean_readings("gain", {cell("c-npu", 10, 3, 1)}, false);
  EXPECT_TRUE(has_row(rows, {{"baselines", "c-npu"}}));
  EXPECT_FALSE(has_row(rows, {{"baselines", "npu"}}));
}

TEST(MeanReadings, LengthsAreTakenTogetherAndOneByOne) {
  const auto rows = mean_readings("gain", two_cells(), false);
  const Factors arithmetic = {{"mean", "arithmetic"}, {"baselines", "all"}, {"pairs", "all"}};
  Factors ten = arithmetic;
  ten.emplace_back("lengths", "10");
  Factors twenty = arithmetic;
  twenty.emplace_back("lengths", "20");
  EXPECT_EQ(value_in(rows, ten), 2);
  EXPECT_EQ(value_in(rows, twenty), 8);
}

TEST(MeanReadings, PhonesAreTakenTogetherOnlyWhereThereAreTwo) {
  auto cells = two_cells();
  EXPECT_FALSE(has_row(mean_readings("gain", cells, false), {{"device", "all"}}));
  EXPECT_TRUE(has_row(mean_readings("gain", cells, false), {{"device", "p"}}));
  cells[1].device = "q";
  EXPECT_TRUE(has_row(mean_readings("gain", cells, false), {{"device", "all"}}));
}

TEST(MeanReadings, PairsThatThePaperDoesNotRunAreLeftOutOrNot) {
  auto cells = two_cells();
  cells[1].supported = false;
  const auto rows = mean_readings("gain", cells, false);
  const auto value = [&](const char* pairs) {
    return value_in(
        rows, {{"mean", "arithmetic"}, {"baselines", "all"}, {"lengths", "all"}, {"pairs", pairs}});
  };
  EXPECT_EQ(value("supported"), 2);
  EXPECT_EQ(value("all"), 5);
}

TEST(MeanReadings, EachSaysOfHowManyRatiosItIs) {
  const auto rows = mean_readings("gain", two_cells(), false);
  EXPECT_EQ(
      value_in(
          rows,
          {{"mean", "geometric"}, {"baselines", "all"}, {"lengths", "all"}, {"pairs", "supported"}},
          "cells"),
      2);
}

TEST(MeanReadings, ASourceStandsInEachRowInThePlaceOfPairs) {
  for (const ResultRow& row : mean_readings("gain", two_cells(), true, "paper")) {
    EXPECT_EQ(factor_text(row, "source"), "paper");
    EXPECT_EQ(find_factor(row.factors, "pairs"), nullptr);
  }
}

TEST(MeanReadings, OfNoCellsAreNone) {
  EXPECT_TRUE(mean_readings("gain", {}, true).empty());
  EXPECT_TRUE(mean_readings("gain", {}, true, "paper").empty());
  EXPECT_TRUE(maximum_readings("gain", {}).empty());
}

TEST(MaximumReadings, AreTheLargestRatio) {
  const auto rows = maximum_readings("gain", two_cells());
  const auto value = [&](const char* baselines) {
    return value_in(rows, {{"baselines", baselines}, {"model", "all"}, {"pairs", "all"}});
  };
  EXPECT_EQ(value("all"), 8);
  EXPECT_EQ(value("cpu"), 2);
}

TEST(MaximumReadings, AreTakenModelByModelAsWell) {
  auto cells = two_cells();
  cells[0].model = "n";
  const auto rows = maximum_readings("gain", cells);
  EXPECT_EQ(value_in(rows, {{"baselines", "all"}, {"model", "n"}, {"pairs", "all"}}), 2);
  EXPECT_EQ(value_in(rows, {{"baselines", "all"}, {"model", "m"}, {"pairs", "all"}}), 8);
}

}  // namespace
}  // namespace mllm_npu
