#include <cmath>
#include <cstring>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/base/number_text.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string error_of(const std::string& text) {
  return input_error_of([&] { parse_json(text, "a.json"); });
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + "1" + std::string(depth, ']');
}

TEST(JsonParse, ReadsEveryKindOfValue) {
  const auto value = parse_json(R"({"a": [1, -2, 0.5, "x\n\u00e4", true, null, {}]})", "a.json");
  EXPECT_EQ(boost::json::serialize(value), "{\"a\":[1,-2,5E-1,\"x\\n\xc3\xa4\",true,null,{}]}");
}

TEST(JsonParse, ReadsAKeyWithEscapes) {
  EXPECT_TRUE(parse_json(R"({"a\u0062\n": 1})", "").as_object().contains("ab\n"));
}

TEST(JsonParse, ReadsTheWholeRangeOfIntegers) {
  EXPECT_EQ(parse_json("-9223372036854775808", ""), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(parse_json("18446744073709551615", ""), std::numeric_limits<std::uint64_t>::max());
}

TEST(JsonParse, ReadsAnIntegerThatIsTooLongAsADouble) {
  EXPECT_EQ(parse_json("123456789012345678901234567890", ""), 123456789012345678901234567890.0);
}

TEST(JsonParse, ReadsTheNearestDouble) {
  EXPECT_EQ(parse_json("90393.75829744355", "").as_double(), 90393.75829744355);
  EXPECT_EQ(parse_json("1.8088101387491814e-140", "").as_double(), 1.8088101387491814e-140);
}

TEST(JsonParse, ReadsBackEveryDoubleThatWasWritten) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random();
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (!std::isfinite(number)) continue;
    EXPECT_EQ(parse_json(number_text(number), "").to_number<double>(), number);
  }
}

TEST(JsonParse, ReadsTheLargestAndTheSmallestDouble) {
  EXPECT_EQ(parse_json("1.7976931348623157e308", "").as_double(), 1.7976931348623157e308);
  EXPECT_EQ(parse_json("5e-324", "").as_double(), 5e-324);
}

TEST(JsonParse, RefusesANumberBeyondADouble) {
  EXPECT_THAT(error_of("[1e309]"),
              HasSubstr("expected a number that a double can hold, found 1e309"));
  EXPECT_THAT(error_of("[-1e309]"), HasSubstr("found -1e309"));
  EXPECT_THAT(error_of("[1e-999]"), HasSubstr("found 1e-999"));
  EXPECT_THAT(error_of("[1e99999999999999999999]"), StartsWith("a.json: "));
}

TEST(JsonParse, RefusesNumbersThatAreNotJson) {
  for (const char* text : {"NaN", "Infinity", "-Infinity", "+1", ".5", "1.", "01", "0x10", "1e"}) {
    EXPECT_THAT(error_of(text), HasSubstr("expected valid JSON")) << text;
  }
}

TEST(JsonParse, RefusesAKeyThatStandsTwice) {
  EXPECT_THAT(error_of("{\n \"a\": 1,\n \"b\": 2,\n \"a\": 3\n}"),
              "a.json: near line 4: expected each key once, found a again");
}

TEST(JsonParse, RefusesAKeyThatStandsTwiceInDifferentSpelling) {
  EXPECT_THAT(error_of(R"({"ab": 1, "a\u0062": 2})"), HasSubstr("found ab again"));
}

TEST(JsonParse, TakesOneKeyInTwoObjects) {
  EXPECT_EQ(error_of(R"([{"a": {"a": 1}}, {"a": 2}])"), "no error");
}

TEST(JsonParse, NamesTheLineOfASyntaxError) {
  EXPECT_THAT(error_of("{\n \"a\": 1,\n \"b\": 2,,\n \"c\": 3\n}"),
              StartsWith("a.json: near line 3: expected valid JSON, found "));
}

TEST(JsonParse, TakesNestingOf32) { EXPECT_EQ(error_of(nested(32)), "no error"); }

TEST(JsonParse, RefusesNestingOf33) {
  EXPECT_THAT(error_of(nested(33)), HasSubstr("expected valid JSON"));
}

TEST(JsonParse, RefusesAMillionOpenBracketsWithoutHarm) {
  EXPECT_THAT(error_of(std::string(1000000, '[')), HasSubstr("expected valid JSON"));
}

TEST(JsonParse, RefusesEveryTruncation) {
  const std::string whole = R"({"a": [1.5, "x\u00e4", true, null], "b": {"c": -2e3}})";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_THAT(error_of(whole.substr(0, length)), HasSubstr("expected valid JSON")) << length;
  }
  EXPECT_EQ(error_of(whole), "no error");
}

TEST(JsonParse, RefusesTextBehindTheValue) {
  EXPECT_THAT(error_of("{} {}"), HasSubstr("expected valid JSON"));
  EXPECT_EQ(error_of(" {} \n\t"), "no error");
}

TEST(JsonParse, RefusesANulByte) {
  EXPECT_THAT(error_of(std::string("{}\0", 3)), HasSubstr("expected valid JSON"));
  EXPECT_THAT(error_of(std::string("\"a\0b\"", 5)), HasSubstr("expected valid JSON"));
}

TEST(JsonParse, RefusesBytesThatAreNotUtf8) {
  EXPECT_THAT(error_of("\"\xff\""), HasSubstr("expected valid JSON"));
  EXPECT_THAT(error_of("\"\xc3\""), HasSubstr("expected valid JSON"));
}

TEST(JsonParse, RefusesComments) {
  EXPECT_THAT(error_of("{} // so"), HasSubstr("expected valid JSON"));
}

TEST(JsonParse, NamesTheFileAndStaysOneLine) {
  EXPECT_THAT(error_of("{\"a\nb\": 1, }"), AllOf(StartsWith("a.json: "), Not(HasSubstr("\n"))));
}

}  // namespace
}  // namespace mllm_npu
