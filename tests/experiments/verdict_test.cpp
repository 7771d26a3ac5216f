#include "experiments/report/verdict.h"

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

struct Cell {
  Factors factors;
  double ours;
  std::optional<double> paper;
};

ResultRecord record_of(const std::vector<Cell>& cells, const std::string& unit = "token/s") {
  ResultRecord record;
  for (const Cell& cell : cells) {
    record.rows.push_back({cell.factors, {{"speed", cell.ours, unit, cell.paper}}});
  }
  return record;
}

// On the first cell.
Verdict verdict(const std::vector<Cell>& cells, const std::string& unit = "token/s") {
  return verdict_on(record_of(cells, unit), 0, "speed");
}

// A first cell far off the paper's 100, and another with one factor changed.
Verdict beside(double ours, const Cell& other) {
  return verdict({{{{"model", "a"}, {"length", 64}}, ours, 100}, other});
}
const Factors kOtherLength = {{"model", "a"}, {"length", 256}};
const Factors kOtherCell = {{"model", "b"}, {"length", 256}};

TEST(Verdict, IsAMatchUpToFifteenPercentEitherWay) {
  EXPECT_EQ(verdict({{{}, 115, 100}}), Verdict::kMatch);
  EXPECT_EQ(verdict({{{}, 85, 100}}), Verdict::kMatch);
}

TEST(Verdict, IsNoMatchJustBeyondFifteenPercent) {
  EXPECT_EQ(verdict({{{}, 115.001, 100}}), Verdict::kMiss);
  EXPECT_EQ(verdict({{{}, 84.999, 100}}), Verdict::kMiss);
}

TEST(Verdict, OfAShareIsAMatchUpToFivePoints) {
  EXPECT_EQ(verdict({{{}, 5.75, 0.75}}, "%"), Verdict::kMatch);
  EXPECT_EQ(verdict({{{}, 5.751, 0.75}}, "%"), Verdict::kMiss);
}

TEST(Verdict, OfALargeShareIsAMatchUpToFifteenPercentAsWell) {
  EXPECT_EQ(verdict({{{}, 92, 80}}, "%"), Verdict::kMatch);
  EXPECT_EQ(verdict({{{}, 92.001, 80}}, "%"), Verdict::kMiss);
}

TEST(Verdict, PointsCountForSharesOnly) {
  EXPECT_EQ(verdict({{{}, 5.75, 0.75}}, "ms"), Verdict::kMiss);
}

TEST(Verdict, OfAPrintedZeroIsAMatchOnlyAtZero) {
  EXPECT_EQ(verdict({{{}, 0, 0}}), Verdict::kMatch);
  EXPECT_EQ(verdict({{{}, 0.1, 0}}), Verdict::kMiss);
}

TEST(Verdict, WithoutAPrintedValueIsNone) {
  EXPECT_EQ(verdict({{{}, 100, std::nullopt}}), Verdict::kNoValue);
}

TEST(Verdict, IsATrendWhenItIsLargerWhereThePapersIs) {
  EXPECT_EQ(beside(50, {kOtherLength, 40, 80}), Verdict::kTrend);
  EXPECT_EQ(beside(50, {kOtherLength, 60, 120}), Verdict::kTrend);
}

TEST(Verdict, IsAMissWhenItIsLargerWhereThePapersIsSmaller) {
  EXPECT_EQ(beside(50, {kOtherLength, 40, 120}), Verdict::kMiss);
  EXPECT_EQ(beside(50, {kOtherLength, 60, 80}), Verdict::kMiss);
}

TEST(Verdict, IsAMissWhenOursAreEqualAndThePapersAreNot) {
  EXPECT_EQ(beside(50, {kOtherLength, 50, 80}), Verdict::kMiss);
}

TEST(Verdict, ARowWithTwoOtherFactorsIsNotCompared) {
  EXPECT_EQ(beside(50, {kOtherCell, 40, 80}), Verdict::kMiss);
}

TEST(Verdict, ARowWithOneFactorMoreIsCompared) {
  EXPECT_EQ(beside(50, {{{"model", "a"}, {"length", 64}, {"rate", 0}}, 40, 80}), Verdict::kTrend);
}

TEST(Verdict, ARowWithAnotherFactorInTheSamePlaceIsNotCompared) {
  EXPECT_EQ(beside(50, {{{"model", "a"}, {"rate", 64}}, 40, 80}), Verdict::kMiss);
}

TEST(Verdict, ARowWithoutAPrintedValueIsNotCompared) {
  EXPECT_EQ(beside(50, {kOtherLength, 40, std::nullopt}), Verdict::kMiss);
}

TEST(Verdict, PrintedDifferencesWithinFivePercentDoNotCount) {
  EXPECT_EQ(beside(50, {kOtherLength, 40, 95}), Verdict::kMiss);  // nothing to compare with
  EXPECT_EQ(beside(50, {kOtherLength, 40, 94.9}), Verdict::kTrend);
}

TEST(Verdict, OneComparisonThatFailsIsAMiss) {
  const Factors other_model = {{"model", "b"}, {"length", 64}};
  EXPECT_EQ(verdict({{{{"model", "a"}, {"length", 64}}, 50, 100},
                     {kOtherLength, 40, 80},
                     {other_model, 60, 80}}),
            Verdict::kMiss);
}

TEST(Verdict, OtherMeasuresOfARowAreNotCompared) {
  ResultRecord record = record_of({{{{"length", 64}}, 50, 100}, {{{"length", 256}}, 40, 80}});
  record.rows[1].measures[0].name = "energy";
  EXPECT_EQ(verdict_on(record, 0, "speed"), Verdict::kMiss);
}

TEST(Verdict, HasANameForPeople) {
  EXPECT_STREQ(name_of(Verdict::kMatch), "match");
  EXPECT_STREQ(name_of(Verdict::kTrend), "trend");
  EXPECT_STREQ(name_of(Verdict::kMiss), "miss");
  EXPECT_STREQ(name_of(Verdict::kNoValue), "no value at hand");
}

TEST(RelativeError, IsOursOverThePapersLessOne) {
  EXPECT_DOUBLE_EQ(*relative_error({"speed", 120, "token/s", 100}), 0.2);
  EXPECT_DOUBLE_EQ(*relative_error({"speed", 50, "token/s", 100}), -0.5);
}

TEST(RelativeError, IsNothingWithoutAPrintedValueOrWithZero) {
  EXPECT_EQ(relative_error({"speed", 120, "token/s"}), std::nullopt);
  EXPECT_EQ(relative_error({"speed", 120, "token/s", 0.0}), std::nullopt);
}

TEST(Verdict, OfARatioAloneInItsTableIsATrendOnThePapersSideOfOne) {
  EXPECT_EQ(verdict({{{}, 1.001, 20}}, "x"), Verdict::kTrend);
  EXPECT_EQ(verdict({{{}, 1, 20}}, "x"), Verdict::kMiss);
  EXPECT_EQ(verdict({{{}, 0.999, 0.2}}, "x"), Verdict::kTrend);
  EXPECT_EQ(verdict({{{}, 1.001, 20}}, "ms"), Verdict::kMiss);
}

TEST(Verdict, OfARatioThatBreaksTheOrderIsAMiss) {
  const Factors a = {{"model", "a"}};
  const Factors b = {{"model", "b"}};
  EXPECT_EQ(verdict({{a, 2, 10}, {b, 3, 5}}, "x"), Verdict::kMiss);
}

}  // namespace
}  // namespace mllm_npu
