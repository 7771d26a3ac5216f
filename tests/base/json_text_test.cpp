#include <limits>

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace {

namespace bj = boost::json;

TEST(JsonText, IsIndentedByTwoAndEndsWithANewline) {
  EXPECT_EQ(to_text(parse_json(R"({"a":[1,{"b":true}],"c":null})", "")),
            "{\n"
            "  \"a\": [\n"
            "    1,\n"
            "    {\n"
            "      \"b\": true\n"
            "    }\n"
            "  ],\n"
            "  \"c\": null\n"
            "}\n");
}

TEST(JsonText, KeepsKeysInTheirOrder) {
  bj::object object;
  object["zebra"] = 1;
  object["ant"] = 2;
  EXPECT_EQ(to_text(object), "{\n  \"zebra\": 1,\n  \"ant\": 2\n}\n");
}

TEST(JsonText, WritesEmptyObjectsAndArraysInOnePiece) {
  EXPECT_EQ(to_text(bj::object{}), "{}\n");
  EXPECT_EQ(to_text(bj::array{}), "[]\n");
}

TEST(JsonText, EscapesKeysAndStrings) {
  bj::object object;
  object["a\"b"] = "c\nd";
  EXPECT_EQ(to_text(object), "{\n  \"a\\\"b\": \"c\\nd\"\n}\n");
}

TEST(JsonText, WritesIntegersInFull) {
  EXPECT_EQ(to_text(bj::value(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808\n");
  EXPECT_EQ(to_text(bj::value(std::numeric_limits<std::uint64_t>::max())),
            "18446744073709551615\n");
}

TEST(JsonText, ReadsBackToTheSameBytes) {
  const std::string text = to_text(parse_json(
      R"({"a": [0.1, 1e-7, 1e300, -0.0, 3, 5e-324], "b": {"": "x", "c": [[], {}]}})", ""));
  EXPECT_EQ(to_text(parse_json(text, "")), text);
}

TEST(NumberText, IsTheShortestThatReadsBack) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(number_text(1e20), "1e+20");
  EXPECT_EQ(number_text(-2), "-2");
  EXPECT_EQ(number_text(0), "0");
}

TEST(NumberText, KeepsTheSignOfZero) {
  EXPECT_EQ(number_text(-0.0), "-0.0");
  EXPECT_TRUE(std::signbit(parse_json(number_text(-0.0), "").as_double()));
}

TEST(NumberTextDeathTest, NotANumberStopsTheProgram) {
  EXPECT_DEATH(number_text(std::numeric_limits<double>::quiet_NaN()), "check failed");
  EXPECT_DEATH(number_text(std::numeric_limits<double>::infinity()), "check failed");
}

}  // namespace
}  // namespace mllm_npu
