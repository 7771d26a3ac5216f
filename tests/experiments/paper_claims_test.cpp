#include "experiments/paper_claims.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

PrintedNumber printed_claim(const std::string& measure, Factors factors = {}) {
  PrintedNumber row;
  row.id = "claim";
  row.factors = std::move(factors);
  row.measure = measure;
  row.unit = "%";
  row.low = row.high = 7;
  row.source = "section 9";
  row.role = Role::kMechanism;
  return row;
}

// A claim "a" that the row model=m of fig9 tests by its speed.
Claim tied_claim() {
  Claim claim;
  claim.id = "a";
  claim.low = claim.high = 7;
  claim.test = Reading{.id = "fig9", .measure = "speed", .row = {{"model", "m"}}};
  return claim;
}

std::vector<PrintedNumber> rows_in_fig9(const Claim& claim,
                                        const std::vector<PrintedNumber>& printed) {
  const PrintedNumbers numbers = with_claims(PrintedNumbers(printed), {claim});
  return numbers.rows("fig9");
}

TEST(PaperClaims, LandInTheRowThatTestsThem) {
  const auto rows = rows_in_fig9(tied_claim(), {printed_claim("a", {{"length", 4}})});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(factors_text(rows[0].factors), "model=m");
  EXPECT_EQ(rows[0].measure, "speed");
}

TEST(PaperClaims, KeepTheirValueRoleAndSource) {
  const auto rows = rows_in_fig9(tied_claim(), {printed_claim("a")});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].value(), 7);
  EXPECT_EQ(rows[0].unit, "%");
  EXPECT_EQ(rows[0].role, Role::kMechanism);
  EXPECT_EQ(rows[0].source, "section 9");
}

TEST(PaperClaims, StayWhereTheyWereAsWell) {
  const PrintedNumbers numbers = with_claims(PrintedNumbers({printed_claim("a")}), {tied_claim()});
  EXPECT_EQ(numbers.rows("claim").size(), 1U);
  EXPECT_EQ(numbers.rows().size(), 2U);
}

TEST(PaperClaims, WithoutAPrintedRowLandNowhere) {
  EXPECT_TRUE(rows_in_fig9(tied_claim(), {printed_claim("b")}).empty());
}

TEST(PaperClaims, ANumberOfAFigureWithTheNameOfAClaimIsLeftAlone) {
  PrintedNumber printed = printed_claim("a");
  printed.id = "fig20";
  EXPECT_TRUE(rows_in_fig9(tied_claim(), {printed}).empty());
}

TEST(PaperClaims, BoundsRatiosMeansAndMultiplesStayInTheLedger) {
  const auto rows_after = [](const std::function<void(Claim&)>& change) {
    Claim claim = tied_claim();
    change(claim);
    return rows_in_fig9(claim, {printed_claim("a")}).size();
  };
  EXPECT_EQ(rows_after([](Claim&) {}), 1U);
  EXPECT_EQ(rows_after([](Claim& claim) { claim.compare = Compare::kAbove; }), 0U);
  EXPECT_EQ(rows_after([](Claim& claim) { claim.test->as = ReadAs::kRatio; }), 0U);
  EXPECT_EQ(rows_after([](Claim& claim) { claim.test->mean = true; }), 0U);
  EXPECT_EQ(rows_after([](Claim& claim) { claim.test->times = 2; }), 0U);
  EXPECT_EQ(rows_after([](Claim& claim) { claim.test.reset(); }), 0U);
}

TEST(PaperClaims, ARowThatIsPrintedAlreadyStaysTheOnlyOne) {
  PrintedNumber known = printed_claim("speed", {{"model", "m"}});
  known.id = "fig9";
  known.low = known.high = 8;
  const auto rows = rows_in_fig9(tied_claim(), {printed_claim("a"), known});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].value(), 8);
}

TEST(PaperClaims, OfThePaperLeaveEveryRowInItsPlace) {
  const PrintedNumbers before = paper_numbers();
  const PrintedNumbers after = with_claims(before);
  ASSERT_GT(after.rows().size(), before.rows().size());
  for (std::size_t i = 0; i < before.rows().size(); ++i) {
    EXPECT_EQ(after.rows()[i].id, before.rows()[i].id);
    EXPECT_EQ(after.rows()[i].measure, before.rows()[i].measure);
    EXPECT_EQ(factors_text(after.rows()[i].factors), factors_text(before.rows()[i].factors));
  }
}

}  // namespace
}  // namespace mllm_npu
