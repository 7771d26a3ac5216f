#include "experiments/ledger/claim_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/toy_claim.h"

namespace mllm_npu {
namespace {

using support::toy_claim;
using support::toy_records;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<Finding> judged(const Claim& claim, const Records& records) {
  return judge_all({claim}, records, PrintedNumbers({}));
}

std::string text_of_time(double ours) {
  return claims_text(judged(toy_claim(100, "ms"), toy_records(ours, 0, "ms")));
}

Claim toy_conflict() {
  Claim claim;
  claim.id = "clash";
  claim.text = "Two speeds";
  claim.where = "Fig. 8";
  claim.unit = "ms";
  claim.sides = {{.what = "here", .value = 1}, {.what = "there", .value = 3}};
  claim.verdict = ClaimVerdict::kContradicted;
  return claim;
}

TEST(ClaimsText, HasPapersValueOursVerdictAndWhatTestsIt) {
  EXPECT_THAT(text_of_time(90.128),
              HasSubstr("\ntoy    section 9  100 ms  90.13 ms  match    fig9 gain: model=ant\n"));
}

TEST(ClaimsText, AChangedVerdictIsFollowedByTheCommittedOne) {
  EXPECT_THAT(text_of_time(90), Not(HasSubstr("committed")));
  EXPECT_THAT(text_of_time(50), HasSubstr(" miss (committed: match) "));
}

TEST(ClaimsText, WhatIsNotAtHandSaysHowToGetIt) {
  const std::string text = claims_text(judged(toy_claim(100, "ms"), {}));
  EXPECT_THAT(text, HasSubstr("run `mllm-npu reproduce fig9`"));
  EXPECT_THAT(text, HasSubstr("(committed: match)"));
  EXPECT_THAT(text, HasSubstr("1 without results"));
}

TEST(ClaimsText, CountsTheVerdicts) {
  EXPECT_THAT(text_of_time(90),
              HasSubstr("1 match, 0 trend, 0 miss, 0 contradicted, 0 not testable\n"));
  EXPECT_THAT(text_of_time(50), HasSubstr("1 miss"));
  EXPECT_THAT(text_of_time(50), HasSubstr("; 1 other than committed\n"));
}

TEST(ClaimsText, ABoundAndAnIntervalAreTold) {
  Claim claim = toy_claim(1, "ms");
  claim.compare = Compare::kBelow;
  EXPECT_THAT(claims_text(judged(claim, toy_records(1, 1, "ms"))), HasSubstr("< 1 ms"));
  claim.compare = Compare::kAbove;
  EXPECT_THAT(claims_text(judged(claim, toy_records(1, 1, "ms"))), HasSubstr("> 1 ms"));
  claim.compare = Compare::kValue;
  claim.high = 2;
  claim.test->row = {};
  EXPECT_THAT(claims_text(judged(claim, toy_records(3, 4, "ms"))), HasSubstr("1 to 2 ms  3 to 4"));
}

TEST(ClaimsText, ARatioNamesBothRows) {
  Claim claim = toy_claim(1, "x");
  claim.test->as = ReadAs::kRatio;
  claim.test->other = {{"model", "bee"}};
  EXPECT_THAT(claims_text(judged(claim, toy_records(3, 4, "ms"))),
              HasSubstr("fig9 gain: model=ant over model=bee"));
}

TEST(ClaimsText, TheNearestReadingIsNamedWithTheRangeOfAll) {
  Claim claim = toy_claim(100, "ms");
  claim.readings = {{}};
  EXPECT_THAT(claims_text(judged(claim, toy_records(50, 99, "ms"))),
              HasSubstr("toy    100 ms  2               50 to 99 ms  99 ms    model=bee\n"));
}

TEST(ClaimsText, AConflictHasEachOfItsNumbers) {
  EXPECT_THAT(claims_text(judged(toy_conflict(), {})),
              HasSubstr("clash     Fig. 8  here: 1 ms; there: 3 ms  contradicted\n"));
}

TEST(ClaimsText, AClaimThatNothingTestsSaysWhy) {
  Claim claim;
  claim.id = "given";
  claim.because = "an input";
  EXPECT_THAT(claims_text(judged(claim, {})), HasSubstr("not testable  an input"));
}

TEST(ClaimsText, AConflictWithoutNumbersStandsAmongTheConflicts) {
  Claim claim = toy_conflict();
  claim.sides.clear();
  claim.because = "no numbers";
  EXPECT_THAT(claims_text(judged(claim, {})), HasSubstr("clash     Fig. 8  no numbers  contra"));
}

TEST(ClaimsMarkdown, HasTheClaimInWordsAndItsCondition) {
  Claim claim = toy_claim(100, "ms");
  claim.condition = "one ant";
  EXPECT_THAT(claims_markdown(judged(claim, toy_records(90, 0, "ms"))),
              HasSubstr("| Ants gain | section 9 | one ant | 100 ms | 90 ms | match | fig9 gain: "
                        "model=ant |\n"));
}

TEST(ClaimsMarkdown, IsTheSameTextAgain) {
  const auto findings = judged(toy_conflict(), {});
  EXPECT_EQ(claims_markdown(findings), claims_markdown(findings));
}

TEST(ClaimsJson, HoldsWhatTheFileSaysAndWhatWasFound) {
  const auto json = claims_json(judged(toy_claim(100, "ms"), toy_records(50, 0, "ms")));
  const boost::json::object& claim = json.at("claims").at(0).as_object();
  EXPECT_EQ(claim.at("id"), "toy");
  EXPECT_EQ(claim.at("value"), 100.0);
  EXPECT_EQ(claim.at("ours"), 50.0);
  EXPECT_EQ(claim.at("verdict"), "miss");
  EXPECT_EQ(claim.at("committed_verdict"), "match");
  EXPECT_EQ(claim.at("test").at("experiment"), "fig9");
}

TEST(ClaimsJson, WhatIsNotAtHandIsNull) {
  const auto json = claims_json(judged(toy_claim(100, "ms"), {}));
  const boost::json::object& claim = json.at("claims").at(0).as_object();
  EXPECT_TRUE(claim.at("ours").is_null());
  EXPECT_TRUE(claim.at("verdict").is_null());
  EXPECT_EQ(claim.at("missing"), "fig9");
}

TEST(ClaimsJson, SidesHaveTheirValues) {
  const auto json = claims_json(judged(toy_conflict(), {}));
  EXPECT_EQ(json.at("claims").at(0).at("sides").at(1).at("value"), 3.0);
}

}  // namespace
}  // namespace mllm_npu
