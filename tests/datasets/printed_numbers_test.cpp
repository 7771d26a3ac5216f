#include "datasets/paper/printed_numbers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::Property;

PrintedNumber number(const std::string& id, Factors factors, double value) {
  PrintedNumber row;
  row.id = id;
  row.factors = std::move(factors);
  row.measure = "duration";
  row.unit = "ms";
  row.low = row.high = value;
  row.source = "Fig. 2";
  row.role = Role::kCalibration;
  return row;
}

PrintedNumbers some_numbers() {
  return PrintedNumbers({number("fig2", {{"step", "setup"}}, 100),
                         number("fig2", {{"model", "qwen1.5-1.8b"}, {"step", "build"}}, 450),
                         number("fig8", {{"chunk_length", 64}}, 3)});
}

TEST(PrintedNumbers, AreListedByExperimentInFileOrder) {
  EXPECT_THAT(some_numbers().rows("fig2"), ElementsAre(Property(&PrintedNumber::value, 100),
                                                       Property(&PrintedNumber::value, 450)));
  EXPECT_TRUE(some_numbers().rows("fig9").empty());
}

TEST(PrintedNumbers, AreFoundByFactorsInAnyOrder) {
  const PrintedNumbers numbers = some_numbers();
  const PrintedNumber* const found =
      numbers.find("fig2", {{"step", "build"}, {"model", "qwen1.5-1.8b"}}, "duration");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->value(), 450);
}

TEST(PrintedNumbers, AreFoundByNumbersHoweverTheyAreWritten) {
  const PrintedNumbers numbers = some_numbers();
  EXPECT_NE(numbers.find("fig8", {{"chunk_length", 64.0}}, "duration"), nullptr);
}

TEST(PrintedNumbers, AreNotFoundByFewerOrMoreFactors) {
  const PrintedNumbers numbers = some_numbers();
  EXPECT_EQ(numbers.find("fig2", {{"step", "build"}}, "duration"), nullptr);
  EXPECT_EQ(numbers.find("fig8", {{"chunk_length", 64}, {"part", "ffn"}}, "duration"), nullptr);
}

TEST(PrintedNumbers, AreNotFoundUnderAnotherExperimentOrMeasure) {
  const PrintedNumbers numbers = some_numbers();
  EXPECT_EQ(numbers.find("fig3", {{"step", "setup"}}, "duration"), nullptr);
  EXPECT_EQ(numbers.find("fig2", {{"step", "setup"}}, "energy"), nullptr);
}

TEST(PrintedNumbersDeathTest, TwiceTheSamePlaceStopsTheProgram) {
  const std::vector<PrintedNumber> twice = {number("fig2", {{"step", "setup"}}, 100),
                                            number("fig2", {{"step", "setup"}}, 101)};
  EXPECT_DEATH(PrintedNumbers{twice}, "fig2 duration \\(step=setup\\) twice");
}

TEST(PrintedNumber, WithTwoEndsIsAnInterval) {
  PrintedNumber row = number("claim", {}, 8.1);
  EXPECT_FALSE(row.is_interval());
  row.high = 10.7;
  EXPECT_TRUE(row.is_interval());
}

TEST(PrintedNumberDeathTest, AnIntervalHasNoSingleValue) {
  PrintedNumber row = number("claim", {}, 8.1);
  row.high = 10.7;
  EXPECT_DEATH(row.value(), "claim duration");
}

TEST(Role, HasTheNameThatTheFileUses) {
  EXPECT_STREQ(role_name(Role::kCalibration), "calibration");
  EXPECT_STREQ(role_name(Role::kMechanism), "mechanism");
  EXPECT_STREQ(role_name(Role::kValidation), "validation");
}

}  // namespace
}  // namespace mllm_npu
