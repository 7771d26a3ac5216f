#include "experiments/ledger/judge.h"

#include <gtest/gtest.h>

#include "tests/support/toy_claim.h"

namespace mllm_npu {
namespace {

using support::toy_claim;
using support::toy_records;

const PrintedNumbers& no_numbers() {
  static const PrintedNumbers kNone({});
  return kNone;
}

Finding finding_on(const Claim& claim, const Records& records) {
  return judge(claim, records, no_numbers());
}

ClaimVerdict verdict_of(const Claim& claim, const Records& records) {
  const Finding finding = finding_on(claim, records);
  EXPECT_TRUE(finding.verdict);
  return finding.verdict.value_or(ClaimVerdict::kNotTestable);
}

// On a claim of 100 ms, of 20 x or of 30 %.
ClaimVerdict verdict_on_time(double ours) {
  return verdict_of(toy_claim(100, "ms"), toy_records(ours, 0, "ms"));
}
ClaimVerdict verdict_on_ratio(double ours) {
  return verdict_of(toy_claim(20, "x"), toy_records(ours, 0, "x"));
}
ClaimVerdict verdict_on_share(double ours) {
  return verdict_of(toy_claim(30, "%"), toy_records(ours, 0, "%"));
}

TEST(Judge, IsAMatchUpToFifteenPercent) {
  EXPECT_EQ(verdict_on_time(115), ClaimVerdict::kMatch);
  EXPECT_EQ(verdict_on_time(115.01), ClaimVerdict::kMiss);
  EXPECT_EQ(verdict_on_time(85), ClaimVerdict::kMatch);
  EXPECT_EQ(verdict_on_time(84.99), ClaimVerdict::kMiss);
}

TEST(Judge, IsAMatchOfAShareUpToFivePoints) {
  EXPECT_EQ(verdict_on_share(35), ClaimVerdict::kMatch);
  EXPECT_EQ(verdict_on_share(35.01), ClaimVerdict::kMiss);
}

TEST(Judge, ARatioOnTheSameSideOfOneIsATrend) {
  EXPECT_EQ(verdict_on_ratio(1.01), ClaimVerdict::kTrend);
  EXPECT_EQ(verdict_on_ratio(1), ClaimVerdict::kMiss);
  EXPECT_EQ(verdict_on_ratio(0.99), ClaimVerdict::kMiss);
}

TEST(Judge, AReductionOnTheSameSideOfNothingIsATrend) {
  Claim claim = toy_claim(30, "%");
  claim.test->as = ReadAs::kReduction;
  claim.test->other = {{"model", "bee"}};
  EXPECT_EQ(verdict_of(claim, toy_records(9, 10, "ms")), ClaimVerdict::kTrend);
  EXPECT_EQ(verdict_of(claim, toy_records(11, 10, "ms")), ClaimVerdict::kMiss);
}

// fig9 with the claim's 100 and a bee's printed 200 beside it.
Records printed_records(double ant, double bee, const std::string& unit) {
  Records records = toy_records(ant, bee, unit);
  records["fig9"].rows[0].measures[0].paper = 100;
  records["fig9"].rows[1].measures[0].paper = 200;
  return records;
}

TEST(Judge, TheVerdictOfARowInItsTableCounts) {
  EXPECT_EQ(verdict_of(toy_claim(100, "ms"), toy_records(2, 3, "ms")), ClaimVerdict::kMiss);
  EXPECT_EQ(verdict_of(toy_claim(100, "ms"), printed_records(2, 3, "ms")), ClaimVerdict::kTrend);
  EXPECT_EQ(verdict_of(toy_claim(100, "x"), printed_records(3, 2, "x")), ClaimVerdict::kMiss);
}

TEST(Judge, AnotherValueInTheTableIsNotTheClaims) {
  EXPECT_EQ(verdict_of(toy_claim(99, "ms"), printed_records(2, 3, "ms")), ClaimVerdict::kMiss);
}

TEST(Judge, ABoundHoldsOrIsMissed) {
  Claim above = toy_claim(100, "ms");
  above.compare = Compare::kAbove;
  EXPECT_EQ(verdict_of(above, toy_records(100.1, 0, "ms")), ClaimVerdict::kMatch);
  EXPECT_EQ(verdict_of(above, toy_records(100, 0, "ms")), ClaimVerdict::kTrend);
  EXPECT_EQ(verdict_of(above, toy_records(84.9, 0, "ms")), ClaimVerdict::kMiss);
  Claim below = toy_claim(100, "%");
  below.compare = Compare::kBelow;
  EXPECT_EQ(verdict_of(below, toy_records(99.9, 0, "%")), ClaimVerdict::kMatch);
  EXPECT_EQ(verdict_of(below, toy_records(100, 0, "%")), ClaimVerdict::kTrend);
  EXPECT_EQ(verdict_of(below, toy_records(115.1, 0, "%")), ClaimVerdict::kMiss);
}

TEST(Judge, AnIntervalIsHeldAgainstTheSmallestAndTheLargestRow) {
  Claim claim = toy_claim(8, "ms");
  claim.high = 12;
  claim.test->row = {};
  EXPECT_EQ(verdict_of(claim, toy_records(12, 8, "ms")), ClaimVerdict::kMatch);
  EXPECT_EQ(verdict_of(claim, toy_records(8, 8, "ms")), ClaimVerdict::kMiss);
  EXPECT_EQ(verdict_of(claim, toy_records(12, 12, "ms")), ClaimVerdict::kMiss);
}

TEST(Judge, NamesTheExperimentWhoseResultsAreNotAtHand) {
  const Finding finding = finding_on(toy_claim(100, "ms"), {});
  EXPECT_FALSE(finding.verdict);
  EXPECT_FALSE(finding.ours);
  EXPECT_EQ(finding.missing, "fig9");
  EXPECT_FALSE(has_changed(finding));
}

TEST(Judge, TellsAnotherVerdictThanTheCommittedOne) {
  EXPECT_FALSE(has_changed(finding_on(toy_claim(100, "ms"), toy_records(100, 0, "ms"))));
  EXPECT_TRUE(has_changed(finding_on(toy_claim(100, "ms"), toy_records(50, 0, "ms"))));
}

TEST(Judge, TheNearestReadingDecidesNothing) {
  Claim claim = toy_claim(100, "ms");
  claim.readings = {{}};
  const Finding finding = finding_on(claim, toy_records(50, 99, "ms"));
  EXPECT_EQ(finding.verdict, ClaimVerdict::kMiss);
  ASSERT_EQ(finding.nearest.size(), 1U);
  const NearestReading& nearest = finding.nearest[0];
  EXPECT_EQ(nearest.value, 99);
  EXPECT_EQ(factors_text(nearest.factors), "model=bee");
  EXPECT_EQ(nearest.of, 2U);
  EXPECT_EQ(nearest.smallest, 50);
  EXPECT_EQ(nearest.largest, 99);
}

TEST(Judge, OneReadingIsNoChoice) {
  Claim claim = toy_claim(100, "ms");
  claim.readings = {{{"model", "ant"}}};
  EXPECT_TRUE(finding_on(claim, toy_records(50, 99, "ms")).nearest.empty());
}

Claim conflict_of(double first, double second, const std::string& unit) {
  Claim claim;
  claim.unit = unit;
  claim.sides = {{.what = "here", .value = first}, {.what = "there", .value = second}};
  claim.verdict = ClaimVerdict::kContradicted;
  return claim;
}

TEST(Judge, SidesThatDifferContradictEachOther) {
  EXPECT_EQ(verdict_of(conflict_of(100, 105.1, "ms"), {}), ClaimVerdict::kContradicted);
  EXPECT_EQ(verdict_of(conflict_of(100, 105, "ms"), {}), ClaimVerdict::kMatch);
}

TEST(Judge, EverySideIsHeldAgainstTheFirst) {
  Claim claim = conflict_of(100, 100, "ms");
  claim.sides.push_back({.what = "elsewhere", .value = 50});
  EXPECT_EQ(verdict_of(claim, {}), ClaimVerdict::kContradicted);
}

TEST(Judge, ASideMayBeReadInResults) {
  Claim claim = conflict_of(100, 0, "ms");
  claim.sides[1].reading = toy_claim(0, "ms").test;
  const Finding finding = finding_on(claim, toy_records(40, 0, "ms"));
  EXPECT_EQ(finding.sides, (std::vector<double>{100, 40}));
  EXPECT_EQ(finding.verdict, ClaimVerdict::kContradicted);
}

TEST(Judge, ASideThatIsNotAtHandLeavesTheConflictOpen) {
  Claim claim = conflict_of(100, 0, "ms");
  claim.sides[1].reading = toy_claim(0, "ms").test;
  const Finding finding = finding_on(claim, {});
  EXPECT_FALSE(finding.verdict);
  EXPECT_EQ(finding.missing, "fig9");
}

TEST(Judge, AClaimThatNothingTestsHasItsCommittedVerdict) {
  Claim claim;
  claim.because = "an input";
  EXPECT_EQ(verdict_of(claim, {}), ClaimVerdict::kNotTestable);
}

}  // namespace
}  // namespace mllm_npu
