#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/paper/printed_numbers.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr const char* kRow =
    R"({"id": "fig14", "factors": {"device": "d", "prompt_length": 64}, "measure": "speed",
        "unit": "token/s", "value": 333, "source": "Fig. 14 label", "role": "calibration"})";

// kRow with the first `from` replaced by `to`.
std::string row(const std::string& from, const std::string& to) {
  std::string text = kRow;
  return text.replace(text.find(from), from.size(), to);
}

std::string mechanism(const std::string& value) {
  return R"({"id": "fig12", "factors": {"place": 3}, "measure": "loss", "unit": "%", "value": )" +
         value + R"(, "source": "Fig. 12 digitised", "role": "mechanism"})";
}

PrintedNumbers read(const std::string& rows) {
  const TemporaryFolder folder;
  return read_printed_numbers(
      folder.write("numbers.json",
                   R"({"paper": "P", "roles": {"calibration": "fit"}, "rows": [)" + rows + "]}"));
}

std::string error_of(const std::string& rows) {
  return input_error_of([&] { read(rows); });
}

TEST(PrintedNumbersFile, IsReadFieldByField) {
  const PrintedNumbers numbers = read(kRow);
  ASSERT_EQ(numbers.rows().size(), 1u);
  const PrintedNumber& only = numbers.rows().front();
  EXPECT_EQ(only.id, "fig14");
  EXPECT_EQ(factors_text(only.factors), "device=d, prompt_length=64");
  EXPECT_EQ(only.measure, "speed");
  EXPECT_EQ(only.unit, "token/s");
  EXPECT_EQ(only.value(), 333);
  EXPECT_EQ(only.source, "Fig. 14 label");
  EXPECT_EQ(only.role, Role::kCalibration);
}

TEST(PrintedNumbersFile, TakesEveryRole) {
  EXPECT_EQ(read(row("calibration", "mechanism")).rows("fig14")[0].role, Role::kMechanism);
  EXPECT_EQ(read(row("calibration", "validation")).rows("fig14")[0].role, Role::kValidation);
}

TEST(PrintedNumbersFile, RefusesAnUnknownRole) {
  EXPECT_THAT(error_of(row("calibration", "fit")),
              EndsWith("rows[0].role: expected one of calibration, mechanism, validation, "
                       "found \"fit\""));
}

TEST(PrintedNumbersFile, ReadsAnInterval) {
  const PrintedNumbers numbers = read(row("333", "[8.1, 10.7]"));
  EXPECT_TRUE(numbers.rows()[0].is_interval());
  EXPECT_EQ(numbers.rows()[0].low, 8.1);
  EXPECT_EQ(numbers.rows()[0].high, 10.7);
}

TEST(PrintedNumbersFile, RefusesAnIntervalThatIsEmptyOrUpsideDown) {
  EXPECT_THAT(error_of(row("333", "[8, 8]")),
              EndsWith("rows[0].value[1]: expected a number above the lower end, found 8"));
  EXPECT_THAT(error_of(row("333", "[8, 7]")), HasSubstr("above the lower end"));
}

TEST(PrintedNumbersFile, RefusesAnIntervalOfOneOrThreeEnds) {
  EXPECT_THAT(error_of(row("333", "[8]")), EndsWith("found 1 ends"));
  EXPECT_THAT(error_of(row("333", "[7, 8, 9]")), EndsWith("found 3 ends"));
}

TEST(PrintedNumbersFile, RefusesAValueThatIsNoNumber) {
  EXPECT_THAT(error_of(row("333", "\"NaN\"")), HasSubstr("rows[0].value: expected a number"));
  EXPECT_THAT(error_of(row("333", "null")), HasSubstr("rows[0].value: expected a number"));
  EXPECT_THAT(error_of(row("333", "NaN")), HasSubstr("expected valid JSON"));
  EXPECT_THAT(error_of(row("333", "1e999")), HasSubstr("expected a number"));
}

TEST(PrintedNumbersFile, RefusesARowThatStandsTwice) {
  EXPECT_THAT(error_of(std::string(kRow) + "," + kRow),
              EndsWith("rows[1]: expected each printed number once, "
                       "found fig14 speed (device=d, prompt_length=64) again"));
}

TEST(PrintedNumbersFile, RefusesTwoValuesOfOnePlaceThatAFitOrComparisonWouldUse) {
  EXPECT_THAT(error_of(std::string(kRow) + "," + row("333", "334")), HasSubstr("rows[1]"));
  EXPECT_THAT(error_of(std::string(kRow) + "," + row("calibration", "validation")),
              HasSubstr("rows[1]"));
}

TEST(PrintedNumbersFile, RefusesTheSamePlaceInAnotherOrderSpellingOrUnit) {
  EXPECT_THAT(error_of(std::string(kRow) + "," +
                       row(R"("device": "d", "prompt_length": 64)",
                           R"("prompt_length": 64.0, "device": "d")")),
              HasSubstr("rows[1]"));
  EXPECT_THAT(error_of(std::string(kRow) + "," + row("token/s", "ktoken/s")), HasSubstr("rows[1]"));
}

TEST(PrintedNumbersFile, TakesAnotherMeasureOfTheSamePlace) {
  EXPECT_EQ(error_of(std::string(kRow) + "," + row("\"speed\"", "\"energy\"")), "no error");
}

TEST(PrintedNumbersFile, MakesAnIntervalOfTwoDigitisedPointsOfOnePlace) {
  const PrintedNumbers numbers = read(mechanism("2.7") + "," + mechanism("1.6"));
  ASSERT_EQ(numbers.rows().size(), 1u);
  EXPECT_EQ(numbers.rows()[0].low, 1.6);
  EXPECT_EQ(numbers.rows()[0].high, 2.7);
}

TEST(PrintedNumbersFile, RefusesTheSameDigitisedPointTwice) {
  EXPECT_THAT(error_of(mechanism("2.7") + "," + mechanism("2.7")), HasSubstr("rows[1]"));
}

TEST(PrintedNumbersFile, RefusesAnUnknownKey) {
  EXPECT_THAT(error_of(row("\"id\"", "\"page\": 3, \"id\"")), EndsWith("found page"));
}

TEST(PrintedNumbersFile, RefusesEveryMissingKey) {
  for (const char* key : {"id", "factors", "measure", "unit", "value", "source", "role"}) {
    boost::json::value json = parse_json(kRow, "");
    json.as_object().erase(key);
    EXPECT_THAT(error_of(boost::json::serialize(json)),
                EndsWith(std::string("rows[0].") + key + ": expected a value, found no such key"));
  }
}

TEST(PrintedNumbersFile, RefusesAnEmptySource) {
  EXPECT_THAT(error_of(row("Fig. 14 label", "")), HasSubstr("rows[0].source"));
}

TEST(PrintedNumbersFile, RefusesAFactorThatIsNoValue) {
  EXPECT_THAT(error_of(row("64", "true")), HasSubstr("rows[0].factors.prompt_length"));
}

TEST(PrintedNumbersFile, RefusesAnUnknownRoleInItsHead) {
  const TemporaryFolder folder;
  const auto path = folder.write("n.json", R"({"paper": "P", "roles": {"fit": "x"}, "rows": []})");
  EXPECT_THAT(input_error_of([&] { read_printed_numbers(path); }),
              EndsWith("roles: expected one of calibration, mechanism, validation, found \"fit\""));
}

}  // namespace
}  // namespace mllm_npu
