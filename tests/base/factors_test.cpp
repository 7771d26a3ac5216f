#include "engine/base/factors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::HasSubstr;

Factors factors(const std::string& text) {
  const boost::json::value value = parse_json(text, "a.json");
  return read_factors({"a.json", "factors", value});
}

std::string error_of(const std::string& text) {
  return input_error_of([&] { factors(text); });
}

boost::json::value value(const std::string& text) { return parse_json(text, ""); }

TEST(Factors, AreReadInTheirOrder) {
  EXPECT_EQ(factors_text(factors(R"({"z": 1, "a": "x", "m": [2, 4.5]})")), "z=1, a=x, m=[2, 4.5]");
}

TEST(Factors, MayBeNone) { EXPECT_TRUE(factors("{}").empty()); }

TEST(Factors, OfAnotherKindAreRefused) {
  EXPECT_EQ(error_of(R"({"a": true})"),
            "a.json: factors.a: expected a string, a number, or an array of those, found true");
  EXPECT_THAT(error_of(R"({"a": null})"), HasSubstr("factors.a"));
  EXPECT_THAT(error_of(R"({"a": {"b": 1}})"), HasSubstr("factors.a"));
  EXPECT_THAT(error_of(R"({"a": [1, [2]]})"), HasSubstr("factors.a"));
  EXPECT_THAT(error_of("[1]"), HasSubstr("expected an object"));
}

TEST(Factors, AreWrittenAsTheyWereRead) {
  const std::string text = R"({"z":1,"a":"x","m":[2,4]})";
  EXPECT_EQ(boost::json::serialize(factors_json(factors(text))), text);
}

TEST(FactorsDeathTest, ANameTwiceStopsTheProgram) {
  EXPECT_DEATH(factors_json({{"a", 1}, {"a", 2}}), "factor a twice");
}

TEST(Factors, AreFoundByName) {
  const Factors some = factors(R"({"a": 1, "b": "x"})");
  ASSERT_NE(find_factor(some, "b"), nullptr);
  EXPECT_EQ(*find_factor(some, "b"), "x");
  EXPECT_EQ(find_factor(some, "c"), nullptr);
}

TEST(FactorText, OfANumberIsTheSameHoweverItWasWritten) {
  for (const char* number : {"64", "64.0", "6.4e1"}) EXPECT_EQ(factor_text(value(number)), "64");
  for (const char* zero : {"0", "0.0", "-0.0"}) EXPECT_EQ(factor_text(value(zero)), "0");
  EXPECT_EQ(factor_text(value("100000.0")), "100000");
  EXPECT_EQ(factor_text(value("43.10")), "43.1");
}

TEST(FactorText, OfALargeNumberKeepsItsLastDigit) {
  EXPECT_EQ(factor_text(value("9007199254740993")), "9007199254740993");
  EXPECT_EQ(factor_text(value("1e300")), "1e+300");
}

TEST(SameFactor, ComparesNumbersAsNumbers) {
  EXPECT_TRUE(same_factor(value("64"), value("64.0")));
  EXPECT_TRUE(same_factor(value("[2, 4]"), value("[2.0, 4.0]")));
  EXPECT_FALSE(same_factor(value("64"), value("64.5")));
  EXPECT_FALSE(same_factor(value("9007199254740993"), value("9007199254740992")));
}

TEST(SameFactor, NeverTakesAStringForANumber) {
  EXPECT_FALSE(same_factor(value("64"), value("\"64\"")));
  EXPECT_FALSE(same_factor(value("[64]"), value("[\"64\"]")));
}

TEST(SameFactor, NeverTakesANumberForAnArray) {
  EXPECT_FALSE(same_factor(value("2"), value("[2]")));
  EXPECT_FALSE(same_factor(value("[2]"), value("[2, 2]")));
}

TEST(SameFactors, DoNotDependOnTheOrder) {
  EXPECT_TRUE(same_factors(factors(R"({"a": 1, "b": 2})"), factors(R"({"b": 2.0, "a": 1})")));
}

TEST(SameFactors, AreNeitherMoreNorFewer) {
  const Factors one = factors(R"({"a": 1})");
  const Factors two = factors(R"({"a": 1, "b": 2})");
  EXPECT_FALSE(same_factors(one, two));
  EXPECT_FALSE(same_factors(two, one));
}

TEST(ContainsFactors, TakesMoreInTheWhole) {
  const Factors whole = factors(R"({"a": 1, "b": 2, "c": 3})");
  EXPECT_TRUE(contains_factors(whole, factors(R"({"c": 3, "a": 1})")));
  EXPECT_TRUE(contains_factors(whole, {}));
}

TEST(ContainsFactors, RefusesAnotherValueAndAMissingName) {
  const Factors whole = factors(R"({"a": 1, "b": 2})");
  EXPECT_FALSE(contains_factors(whole, factors(R"({"a": 2})")));
  EXPECT_FALSE(contains_factors(whole, factors(R"({"d": 1})")));
}

}  // namespace
}  // namespace mllm_npu
