#include "engine/checkpoint/gguf_metadata.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gguf_text.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::GgufText;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The one value "k" of the type, whose bytes these are.
template <class Number>
GgufMetadata with(GgufType type, Number number) {
  const std::string text = GgufText().begin(0, 1).string("k").number(type).number(number).text();
  return read_gguf(support::as_bytes(text), "m.gguf").metadata;
}

constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();

template <class Number>
std::int64_t integer(GgufType type, Number number) {
  return with(type, number).integer("k", kLow, kHigh);
}

template <class Action>
std::string error_of(const GgufMetadata& metadata, Action action) {
  return support::input_error_of([&] { action(metadata); });
}

TEST(GgufMetadata, ReadsWholeNumbersOfEveryWidth) {
  EXPECT_EQ(integer(GgufType::kUint8, std::uint8_t{200}), 200);
  EXPECT_EQ(integer(GgufType::kInt8, std::int8_t{-100}), -100);
  EXPECT_EQ(integer(GgufType::kUint16, std::uint16_t{60000}), 60000);
  EXPECT_EQ(integer(GgufType::kInt16, std::int16_t{-30000}), -30000);
  EXPECT_EQ(integer(GgufType::kUint32, 4000000000U), 4000000000);
  EXPECT_EQ(integer(GgufType::kInt32, -2000000000), -2000000000);
  EXPECT_EQ(integer(GgufType::kUint64, std::uint64_t{1} << 62), std::int64_t{1} << 62);
  EXPECT_EQ(integer(GgufType::kInt64, kLow), kLow);
}

TEST(GgufMetadata, RefusesWholeNumbersOutOfRange) {
  const GgufMetadata metadata = with(GgufType::kUint32, 9U);
  EXPECT_EQ(metadata.integer("k", 9, 9), 9);
  EXPECT_EQ(error_of(metadata, [](const auto& m) { m.integer("k", 10, 20); }),
            "m.gguf: k: expected a whole number from 10 to 20, found 9");
  EXPECT_THAT(error_of(metadata, [](const auto& m) { m.integer("k", 1, 8); }),
              HasSubstr("from 1 to 8, found 9"));
  EXPECT_THAT(error_of(with(GgufType::kUint64, ~std::uint64_t{0}),
                       [](const auto& m) { m.integer("k", kLow, kHigh); }),
              HasSubstr("expected a whole number"));
}

TEST(GgufMetadata, ReadsAFloatAsItsShortestDecimal) {
  EXPECT_EQ(with(GgufType::kFloat32, 1e-5F).number("k"), 1e-5);
  EXPECT_EQ(with(GgufType::kFloat32, 1000000.0F).number("k"), 1000000.0);
  EXPECT_EQ(with(GgufType::kFloat32, -0.1F).number("k"), -0.1);
  EXPECT_EQ(with(GgufType::kFloat64, 1.0 / 3).number("k"), 1.0 / 3);
}

TEST(GgufMetadata, RefusesNumbersThatAreNotFinite) {
  const auto number = [](const auto& metadata) { metadata.number("k"); };
  for (const float bad :
       {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    EXPECT_THAT(error_of(with(GgufType::kFloat32, bad), number), HasSubstr("no finite number"));
    EXPECT_THAT(error_of(with(GgufType::kFloat64, static_cast<double>(bad)), number),
                HasSubstr("no finite number"));
  }
}

TEST(GgufMetadata, ReadsBooleans) {
  const auto boolean = [](const auto& metadata) { metadata.boolean("k"); };
  EXPECT_TRUE(with(GgufType::kBool, '\1').boolean("k"));
  EXPECT_FALSE(with(GgufType::kBool, '\0').boolean("k"));
  EXPECT_THAT(error_of(with(GgufType::kBool, '\2'), boolean), HasSubstr("0 or 1, found 2"));
  EXPECT_THAT(error_of(with(GgufType::kUint8, '\1'), boolean), HasSubstr("expected a boolean"));
}

TEST(GgufMetadata, RefusesAnotherKindOfValue) {
  GgufMetadata metadata("m.gguf");
  metadata.set_string("text", "yes");
  metadata.set_integer("count", 3);
  metadata.set_integers("counts", {3});
  const auto error = [&](auto action) { return error_of(metadata, action); };
  EXPECT_THAT(error([](const auto& m) { m.integer("text", 0, 9); }), HasSubstr("found \"yes\""));
  EXPECT_THAT(error([](const auto& m) { m.integer("counts", 0, 9); }),
              HasSubstr("found an array of 1"));
  EXPECT_THAT(error([](const auto& m) { m.number("count"); }), HasSubstr("found a whole number"));
  EXPECT_THAT(error([](const auto& m) { m.string("count"); }), HasSubstr("expected a string"));
  EXPECT_THAT(error([](const auto& m) { m.strings("text"); }), HasSubstr("an array of strings"));
  EXPECT_THAT(error([](const auto& m) { m.numbers("counts"); }), HasSubstr("array of float32"));
  EXPECT_THAT(error([](const auto& m) { m.integers("count"); }), HasSubstr("of whole numbers"));
}

TEST(GgufMetadata, NamesTheKeyThatIsMissing) {
  EXPECT_EQ(error_of(GgufMetadata("m.gguf"), [](const auto& m) { m.string("a.b"); }),
            "m.gguf: a.b: expected a value, found no such key");
}

TEST(GgufMetadata, ReadsArrays) {
  GgufMetadata metadata("m.gguf");
  metadata.set_integers("i", {-1, 2});
  metadata.set_numbers("f", {0.5F, -3});
  metadata.set_strings("s", {"a", "", "b\n"});
  EXPECT_THAT(metadata.integers("i"), ElementsAre(-1, 2));
  EXPECT_THAT(metadata.numbers("f"), ElementsAre(0.5F, -3));
  EXPECT_THAT(metadata.strings("s"), ElementsAre("a", "", "b\n"));
}

TEST(GgufMetadata, RefusesArraysOfOtherNumbers) {
  GgufMetadata metadata("m.gguf");
  metadata.set_numbers("f", {1, std::numeric_limits<float>::quiet_NaN()});
  EXPECT_THAT(error_of(metadata, [](const auto& m) { m.numbers("f"); }),
              HasSubstr("finite numbers, found none at 1"));
  EXPECT_THAT(error_of(metadata, [](const auto& m) { m.integers("f"); }),
              HasSubstr("an array of whole numbers"));
}

TEST(GgufMetadata, ComesBackFromAFileAsItWas) {
  GgufMetadata metadata("m.gguf");
  metadata.set_integer("a", 4000000000U);
  metadata.set_number("b", 1e-6);
  metadata.set_boolean("c", true);
  metadata.set_string("d", "text");
  metadata.set_integers("e", {1, -2});
  metadata.set_numbers("f", {0.25F});
  metadata.set_strings("g", {"x", "yy"});
  const std::string text = support::gguf_of_zeros(metadata, {});
  const GgufMetadata read = read_gguf(support::as_bytes(text), "m.gguf").metadata;
  ASSERT_EQ(read.values().size(), 7U);
  EXPECT_EQ(read.integer("a", 0, kHigh), 4000000000);
  EXPECT_EQ(read.number("b"), 1e-6);
  EXPECT_TRUE(read.boolean("c"));
  EXPECT_EQ(read.string("d"), "text");
  EXPECT_THAT(read.integers("e"), ElementsAre(1, -2));
  EXPECT_THAT(read.numbers("f"), ElementsAre(0.25F));
  EXPECT_THAT(read.strings("g"), ElementsAre("x", "yy"));
}

TEST(GgufMetadata, LaterValuesReplaceEarlierOnes) {
  GgufMetadata metadata("m.gguf");
  metadata.set_string("k", "old");
  metadata.set_integer("k", 1);
  EXPECT_EQ(metadata.integer("k", 0, 1), 1);
}

TEST(GgufMetadataDeathTest, ValuesFitTheirType) {
  GgufMetadata metadata("m.gguf");
  EXPECT_DEATH(metadata.set("odd", {.type = GgufType::kUint32, .numbers = {}}), "odd");
}

}  // namespace
}  // namespace mllm_npu
