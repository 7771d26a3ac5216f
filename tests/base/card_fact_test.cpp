#include "engine/base/card_fact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::EndsWith;
using ::testing::HasSubstr;

double read(const std::string& text) {
  const boost::json::value fact = parse_json(text, "a.json");
  return read_fact({"a.json", "width", fact}, "GB/s", 1, 100);
}

std::string error_of(const std::string& text) {
  return input_error_of([&] { read(text); });
}

std::string name_error(const std::string& file, const std::string& text) {
  const boost::json::value card = parse_json(text, file);
  return input_error_of([&] { read_card_name({file, "", card}); });
}

TEST(CardFact, IsANumberWithItsUnitAndSource) {
  EXPECT_EQ(read(R"({"value": 76.8, "unit": "GB/s", "source": "vendor"})"), 76.8);
}

TEST(CardFact, MaySayWhatItWasFittedTo) {
  EXPECT_EQ(read(R"({"value": 2, "unit": "GB/s", "source": "fitted", "fitted_to": ["fig8"]})"), 2);
  EXPECT_THAT(error_of(R"({"value": 2, "unit": "GB/s", "source": "fitted", "fitted_to": [8]})"),
              HasSubstr("width.fitted_to[0]"));
}

TEST(CardFact, InAnotherUnitIsRefused) {
  EXPECT_EQ(error_of(R"({"value": 2, "unit": "GiB/s", "source": "x"})"),
            "a.json: width.unit: expected one of GB/s, found \"GiB/s\"");
}

TEST(CardFact, WithoutItsUnitOrSourceIsRefused) {
  EXPECT_THAT(error_of(R"({"value": 2, "source": "x"})"), HasSubstr("width.unit"));
  EXPECT_THAT(error_of(R"({"value": 2, "unit": "GB/s"})"), HasSubstr("width.source"));
  EXPECT_THAT(error_of(R"({"value": 2, "unit": "GB/s", "source": ""})"), HasSubstr("width.source"));
}

TEST(CardFact, OutsideItsBoundsIsRefused) {
  EXPECT_EQ(read(R"({"value": 100, "unit": "GB/s", "source": "x"})"), 100);
  EXPECT_THAT(error_of(R"({"value": 100.5, "unit": "GB/s", "source": "x"})"),
              HasSubstr("width.value: expected a number from 1 to 100"));
  EXPECT_THAT(error_of(R"({"value": -5, "unit": "GB/s", "source": "x"})"), EndsWith("found -5"));
}

TEST(CardFact, WithAnUnknownKeyIsRefused) {
  EXPECT_THAT(error_of(R"({"value": 2, "unit": "GB/s", "source": "x", "page": 3})"),
              EndsWith("found page"));
}

TEST(CardName, IsThatOfTheFile) {
  EXPECT_EQ(name_error("catalog/a.1.json", R"({"name": "a.1"})"), "no error");
  EXPECT_THAT(name_error("catalog/a.1.json", R"({"name": "b"})"),
              EndsWith("name: expected the file's name a.1, found \"b\""));
}

}  // namespace
}  // namespace mllm_npu
