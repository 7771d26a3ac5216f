#include "datasets/paper/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kTested =
    R"({"id": "a", "text": "Words", "where": "section 1", "condition": "1 token",
        "role": "mechanism", "value": 2.5, "unit": "x", "compare": "above",
        "test": {"experiment": "fig9", "measure": "speed", "row": {"model": "m"}, "as": "ratio",
                 "other": {"model": "n"}, "mean": true, "times": 4},
        "readings": [{"device": "d"}, {}], "verdict": "trend"})";
constexpr const char* kConflict =
    R"({"id": "b", "text": "Words", "where": "Fig. 1", "role": "validation", "unit": "ms",
        "sides": [{"what": "here", "value": 1},
                  {"what": "there", "printed": "fig1", "measure": "time", "row": {}}],
        "verdict": "contradicted"})";
constexpr const char* kUntested =
    R"({"id": "c", "text": "Words", "where": "Fig. 2", "role": "calibration",
        "because": "an input", "verdict": "not testable"})";

std::string file_of(const std::string& entries) {
  return R"({"paper": "P", "verdicts": {"match": "near"}, "claims": [)" + entries + "]}";
}

std::vector<Claim> read_claims_in(const std::string& text) {
  const TemporaryFolder folder;
  return read_claims(folder.write("claims.json", text));
}

Claim only_claim(const std::string& entry) { return read_claims_in(file_of(entry)).at(0); }

std::string claim_error(const std::string& entries) {
  return input_error_of([&] { read_claims_in(file_of(entries)); });
}

// `entry` with the first `from` replaced by `to`.
std::string edited(std::string entry, const std::string& from, const std::string& to) {
  return entry.replace(entry.find(from), from.size(), to);
}

TEST(ClaimsFile, ATestedClaimIsReadFieldByField) {
  const Claim claim = only_claim(kTested);
  EXPECT_EQ(claim.id, "a");
  EXPECT_EQ(claim.text, "Words");
  EXPECT_EQ(claim.where, "section 1");
  EXPECT_EQ(claim.condition, "1 token");
  EXPECT_EQ(claim.role, Role::kMechanism);
  EXPECT_EQ(claim.low, 2.5);
  EXPECT_EQ(claim.high, 2.5);
  EXPECT_EQ(claim.unit, "x");
  EXPECT_EQ(claim.compare, Compare::kAbove);
  EXPECT_EQ(claim.verdict, ClaimVerdict::kTrend);
  ASSERT_EQ(claim.readings.size(), 2U);
  EXPECT_EQ(factors_text(claim.readings[0]), "device=d");
  EXPECT_TRUE(claim.readings[1].empty());
}

TEST(ClaimsFile, ATestIsReadFieldByField) {
  const Claim claim = only_claim(kTested);
  ASSERT_TRUE(claim.test);
  EXPECT_FALSE(claim.test->printed);
  EXPECT_EQ(claim.test->id, "fig9");
  EXPECT_EQ(claim.test->measure, "speed");
  EXPECT_EQ(factors_text(claim.test->row), "model=m");
  EXPECT_EQ(claim.test->as, ReadAs::kRatio);
  EXPECT_EQ(factors_text(claim.test->other), "model=n");
  EXPECT_TRUE(claim.test->mean);
  EXPECT_EQ(claim.test->times, 4);
}

TEST(ClaimsFile, SidesOfAConflictAreValuesOrReadings) {
  const Claim claim = only_claim(kConflict);
  ASSERT_EQ(claim.sides.size(), 2U);
  EXPECT_EQ(claim.sides[0].what, "here");
  EXPECT_EQ(claim.sides[0].value, 1);
  EXPECT_FALSE(claim.sides[0].reading);
  ASSERT_TRUE(claim.sides[1].reading);
  EXPECT_TRUE(claim.sides[1].reading->printed);
  EXPECT_EQ(claim.sides[1].reading->as, ReadAs::kValue);
}

TEST(ClaimsFile, AClaimThatNothingTestsSaysWhy) {
  const Claim claim = only_claim(kUntested);
  EXPECT_EQ(claim.because, "an input");
  EXPECT_FALSE(claim.low);
  EXPECT_FALSE(claim.test);
}

TEST(ClaimsFile, AnIntervalHasTwoEnds) {
  const Claim claim = only_claim(edited(kTested, "2.5", "[2, 3]"));
  EXPECT_TRUE(claim.is_interval());
  EXPECT_EQ(claim.low, 2);
  EXPECT_EQ(claim.high, 3);
  EXPECT_THAT(claim_error(edited(kTested, "2.5", "[3, 3]")), HasSubstr("above the lower end"));
  EXPECT_THAT(claim_error(edited(kTested, "2.5", "[1, 2, 3]")), EndsWith("found 3 ends"));
}

TEST(ClaimsFile, AnEntryHasExactlyOneKindOfEvidence) {
  const std::string both = edited(kTested, "\"readings\"", "\"because\": \"x\", \"readings\"");
  EXPECT_THAT(claim_error(both), EndsWith("expected one of test, sides, because, found 2 of them"));
  EXPECT_THAT(claim_error(edited(kUntested, "\"because\": \"an input\", ", "")),
              EndsWith("found 0 of them"));
}

TEST(ClaimsFile, OneSideIsNoConflict) {
  EXPECT_THAT(claim_error(edited(kConflict, R"({"what": "here", "value": 1},)", "")),
              EndsWith("claims[0].sides: expected at least two sides, found 1"));
}

TEST(ClaimsFile, ATestNeedsAValueAndAValueAUnit) {
  EXPECT_THAT(claim_error(edited(kTested, "\"value\": 2.5, ", "")), HasSubstr("a value beside"));
  EXPECT_THAT(claim_error(edited(kTested, "\"unit\": \"x\", ", "")), HasSubstr("a unit beside"));
  EXPECT_THAT(claim_error(edited(kConflict, ", \"unit\": \"ms\"", "")), HasSubstr("a unit beside"));
}

TEST(ClaimsFile, AnotherRowNeedsAnOperation) {
  EXPECT_THAT(claim_error(edited(kTested, "\"as\": \"ratio\",", "")), HasSubstr("as beside other"));
  EXPECT_THAT(claim_error(edited(kTested, "\"other\": {\"model\": \"n\"},", "")),
              HasSubstr("test.other: expected a value"));
}

TEST(ClaimsFile, AFactorOfNothingIsRefused) {
  EXPECT_THAT(claim_error(edited(kTested, "\"times\": 4", "\"times\": 0")),
              EndsWith("test.times: expected a number above 0, found 0"));
}

TEST(ClaimsFile, ReadingsWithoutATestAreRefused) {
  EXPECT_THAT(claim_error(edited(kUntested, "\"because\"", "\"readings\": [], \"because\"")),
              HasSubstr("a test beside readings"));
}

TEST(ClaimsFile, AVerdictHasToFitTheEvidence) {
  EXPECT_THAT(claim_error(edited(kTested, "\"trend\"", "\"contradicted\"")),
              EndsWith("claims[0].verdict: expected match, trend or miss of a claim with a test, "
                       "found \"contradicted\""));
  EXPECT_THAT(claim_error(edited(kConflict, "\"contradicted\"", "\"miss\"")),
              HasSubstr("contradicted or match"));
  EXPECT_THAT(claim_error(edited(kUntested, "\"not testable\"", "\"match\"")),
              HasSubstr("contradicted or not testable"));
}

TEST(ClaimsFile, UnknownNamesAreRefused) {
  EXPECT_THAT(claim_error(edited(kTested, "\"trend\"", "\"good\"")),
              EndsWith("expected one of match, trend, miss, contradicted, not testable, found "
                       "\"good\""));
  EXPECT_THAT(claim_error(edited(kTested, "above", "near")), HasSubstr("one of above, below"));
  EXPECT_THAT(claim_error(edited(kTested, "mechanism", "x")), HasSubstr("one of calibration"));
  EXPECT_THAT(claim_error(edited(kTested, "ratio", "sum")), HasSubstr("one of ratio, reduction"));
}

TEST(ClaimsFile, UnknownKeysAreRefused) {
  EXPECT_THAT(claim_error(edited(kTested, "\"where\"", "\"page\": 3, \"where\"")),
              EndsWith("found page"));
  EXPECT_THAT(claim_error(edited(kTested, "\"mean\"", "\"median\": 3, \"mean\"")),
              EndsWith("found median"));
  EXPECT_THAT(claim_error(edited(kConflict, "\"value\"", "\"unit\": \"s\", \"value\"")),
              EndsWith("found unit"));
}

TEST(ClaimsFile, EveryMissingKeyIsNamed) {
  for (const char* key : {"id", "text", "where", "role", "verdict"}) {
    boost::json::value json = parse_json(kTested, "");
    json.as_object().erase(key);
    EXPECT_THAT(
        claim_error(boost::json::serialize(json)),
        EndsWith(std::string("claims[0].") + key + ": expected a value, found no such key"));
  }
}

TEST(ClaimsFile, AnIdThatStandsTwiceIsRefused) {
  EXPECT_THAT(claim_error(std::string(kTested) + "," + kTested),
              EndsWith("claims[1].id: expected each claim once, found a again"));
}

TEST(ClaimsFile, AnUnknownVerdictInItsHeadIsRefused) {
  EXPECT_THAT(input_error_of([] {
                read_claims_in(R"({"paper": "P", "verdicts": {"fine": "x"}, "claims": []})");
              }),
              HasSubstr("verdicts: expected one of match"));
}

TEST(ClaimsFile, DamagedFilesAreReadOrRefused) {
  const TemporaryFolder folder;
  const std::string whole = file_of(std::string(kTested) + ",\n" + kConflict + ",\n" + kUntested);
  const auto count = support::read_mutated(whole, 1000, [&](const std::string& text) {
    read_claims(folder.write("claims.json", text));
  });
  EXPECT_EQ(count.accepted + count.refused, 1000);
  EXPECT_GT(count.refused, 250);
}

TEST(ClaimVerdicts, HaveDifferentNames) {
  EXPECT_STREQ(name_of(ClaimVerdict::kMatch), "match");
  EXPECT_STREQ(name_of(ClaimVerdict::kTrend), "trend");
  EXPECT_STREQ(name_of(ClaimVerdict::kMiss), "miss");
  EXPECT_STREQ(name_of(ClaimVerdict::kContradicted), "contradicted");
  EXPECT_STREQ(name_of(ClaimVerdict::kNotTestable), "not testable");
}

TEST(ClaimsFile, OfThePaperLiesBesideItsNumbers) {
  EXPECT_THAT(claims_file().string(), EndsWith("datasets/paper/claims.json"));
  EXPECT_THAT(paper_claims().at(0).where, StartsWith("abstract"));
}

}  // namespace
}  // namespace mllm_npu
