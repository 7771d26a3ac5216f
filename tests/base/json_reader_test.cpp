#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Owns the value that its reader points to.
struct Document {
  explicit Document(const std::string& text) : value(parse_json(text, "a.json")) {}
  JsonReader reader() const { return {"a.json", "", value}; }

  boost::json::value value;
};

template <class Read>
std::string error_of(const std::string& text, Read read) {
  const Document document(text);
  return input_error_of([&] { read(document.reader()); });
}

TEST(JsonReader, NamesThePathToAValue) {
  const Document document(R"({"a": [{"b": 1}, {"b": {"c": true}}]})");
  const JsonReader inner = document.reader().at("a").elements()[1].at("b").at("c");
  EXPECT_EQ(inner.key(), "a[1].b.c");
  EXPECT_EQ(input_error_of([&] { inner.string(); }),
            "a.json: a[1].b.c: expected a string that is not empty, found true");
}

TEST(JsonReader, NamesAMissingMember) {
  EXPECT_EQ(error_of(R"({"a": {}})", [](const JsonReader& json) { json.at("a").at("b"); }),
            "a.json: a.b: expected a value, found no such key");
}

TEST(JsonReader, RefusesMembersOfWhatIsNoObject) {
  EXPECT_EQ(error_of("[1]", [](const JsonReader& json) { json.at("a"); }),
            "a.json: expected an object, found an array");
  EXPECT_THAT(error_of("3", [](const JsonReader& json) { json.members(); }), EndsWith("found 3"));
  EXPECT_THAT(error_of("3", [](const JsonReader& json) { json.has("a"); }), EndsWith("found 3"));
}

TEST(JsonReader, TellsWhetherAMemberIsThere) {
  const Document document(R"({"a": null})");
  EXPECT_TRUE(document.reader().has("a"));
  EXPECT_FALSE(document.reader().has("b"));
}

TEST(JsonReader, RefusesAMemberThatIsNotAllowed) {
  EXPECT_EQ(error_of(R"({"a": 1, "c": 2})",
                     [](const JsonReader& json) {
                       json.allow_only({"a", "b"});
                     }),
            "a.json: expected only the keys a, b, found c");
}

TEST(JsonReader, TakesFewerMembersThanAllowed) {
  EXPECT_EQ(error_of(R"({"a": 1})",
                     [](const JsonReader& json) {
                       json.allow_only({"a", "b"});
                     }),
            "no error");
}

TEST(JsonReader, ListsMembersInFileOrder) {
  const Document document(R"({"z": 1, "a": 2})");
  const auto members = document.reader().members();
  ASSERT_EQ(members.size(), 2u);
  EXPECT_THAT((std::vector{members[0].first, members[1].first}), ElementsAre("z", "a"));
}

TEST(JsonReader, RefusesElementsOfWhatIsNoArray) {
  EXPECT_THAT(error_of("{}", [](const JsonReader& json) { json.elements(); }),
              EndsWith("expected an array, found an object"));
}

TEST(JsonReader, TakesANumberAtItsBounds) {
  EXPECT_EQ(Document("1").reader().number(1, 2), 1);
  EXPECT_EQ(Document("2").reader().number(1, 2), 2);
}

TEST(JsonReader, RefusesANumberJustOutsideItsBounds) {
  EXPECT_EQ(error_of("0.9999", [](const JsonReader& json) { json.number(1, 2.5); }),
            "a.json: expected a number from 1 to 2.5, found 9.999E-1");
  EXPECT_THAT(error_of("2.5001", [](const JsonReader& json) { json.number(1, 2.5); }),
              HasSubstr("from 1 to 2.5"));
}

TEST(JsonReader, TakesInfiniteBounds) {
  EXPECT_EQ(Document("-1e308").reader().number(-kInfinity, kInfinity), -1e308);
  EXPECT_THAT(error_of("-1", [](const JsonReader& json) { json.number(0, kInfinity); }),
              HasSubstr("expected a number of at least 0, found -1"));
  EXPECT_THAT(error_of("1", [](const JsonReader& json) { json.number(-kInfinity, 0); }),
              HasSubstr("expected a number of at most 0, found 1"));
}

TEST(JsonReader, RefusesANumberInQuotes) {
  EXPECT_THAT(error_of("\"1\"", [](const JsonReader& json) { json.number(0, 2); }),
              EndsWith("expected a number, found \"1\""));
}

TEST(JsonReader, TakesAWholeDoubleAsAnInteger) {
  EXPECT_EQ(Document("64.0").reader().integer(0, 100), 64);
}

TEST(JsonReader, RefusesAFractionAsAnInteger) {
  EXPECT_THAT(error_of("64.5", [](const JsonReader& json) { json.integer(0, 100); }),
              HasSubstr("expected a whole number from 0 to 100"));
}

TEST(JsonReader, RefusesAnIntegerJustOutsideItsBounds) {
  EXPECT_EQ(Document("100").reader().integer(0, 100), 100);
  EXPECT_THAT(error_of("101", [](const JsonReader& json) { json.integer(0, 100); }),
              EndsWith("found 101"));
  EXPECT_THAT(error_of("-1", [](const JsonReader& json) { json.integer(0, 100); }),
              EndsWith("found -1"));
}

TEST(JsonReader, RefusesAnIntegerThatDoesNotFit) {
  for (const char* huge : {"9223372036854775808", "18446744073709551616", "1e300"}) {
    EXPECT_THAT(error_of(huge,
                         [](const JsonReader& json) {
                           json.integer(0, std::numeric_limits<std::int64_t>::max());
                         }),
                HasSubstr("expected a whole number"))
        << huge;
  }
}

TEST(JsonReader, RefusesANumberAsABoolean) {
  EXPECT_TRUE(Document("true").reader().boolean());
  EXPECT_THAT(error_of("1", [](const JsonReader& json) { json.boolean(); }),
              EndsWith("expected true or false, found 1"));
}

TEST(JsonReader, RefusesAnEmptyString) {
  EXPECT_EQ(Document("\"x\"").reader().string(), "x");
  EXPECT_THAT(error_of("\"\"", [](const JsonReader& json) { json.string(); }),
              HasSubstr("a string that is not empty"));
}

TEST(JsonReader, ListsTheChoicesWhenNoneIsMet) {
  EXPECT_EQ(Document("\"b\"").reader().one_of({"a", "b"}), "b");
  EXPECT_EQ(error_of("\"c\"",
                     [](const JsonReader& json) {
                       json.one_of({"a", "b"});
                     }),
            "a.json: expected one of a, b, found \"c\"");
}

}  // namespace
}  // namespace mllm_npu
