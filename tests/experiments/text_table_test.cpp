#include "experiments/text_table.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

TEST(Rounded, KeepsTheSignificantDigitsAndNoZerosBehindThem) {
  EXPECT_EQ(rounded(0.12346, 4), "0.1235");
  EXPECT_EQ(rounded(1022.4, 4), "1022");
  EXPECT_EQ(rounded(2.5, 4), "2.5");
  EXPECT_EQ(rounded(3, 4), "3");
}

TEST(Rounded, ZeroIsOneDigitWhateverItsSign) {
  EXPECT_EQ(rounded(0, 4), "0");
  EXPECT_EQ(rounded(-0.0, 4), "0");
}

TEST(Rounded, ANegativeNumberIsItsOppositeWithASign) {
  EXPECT_EQ(rounded(-0.12346, 4), "-0.1235");
  EXPECT_EQ(rounded(-12345, 4), "-12350");
}

TEST(Rounded, DigitsBeforeThePointThatDoNotCountAreZeros) {
  EXPECT_EQ(rounded(12344, 4), "12340");
  EXPECT_EQ(rounded(12346, 2), "12000");
  EXPECT_EQ(rounded(1234567, 1), "1000000");
}

TEST(Rounded, AHalfBeforeThePointGoesAwayFromZero) {
  EXPECT_EQ(rounded(12345, 4), "12350");
  EXPECT_EQ(rounded(25, 1), "30");
}

TEST(Rounded, MayGrowByADigit) {
  EXPECT_EQ(rounded(999.94, 4), "999.9");
  EXPECT_EQ(rounded(999.96, 4), "1000");
  EXPECT_EQ(rounded(9999.6, 4), "10000");
  EXPECT_EQ(rounded(99996, 4), "100000");
  EXPECT_EQ(rounded(0.99996, 4), "1");
}

TEST(Rounded, PowersOfTenAreExact) {
  EXPECT_EQ(rounded(1000, 3), "1000");
  EXPECT_EQ(rounded(1000, 4), "1000");
  EXPECT_EQ(rounded(0.001, 1), "0.001");
}

TEST(Rounded, HasNoExponent) {
  EXPECT_EQ(rounded(0.00001234, 4), "0.00001234");
  EXPECT_EQ(rounded(1e15, 4), "1000000000000000");
  EXPECT_EQ(rounded(1e-12, 4), "0.000000000001");
}

TEST(Rounded, TakesVeryLargeAndVerySmallNumbers) {
  EXPECT_THAT(rounded(1e300, 15), testing::StartsWith("1000000"));
  EXPECT_EQ(rounded(1e300, 15).size(), 301U);
  EXPECT_THAT(rounded(std::numeric_limits<double>::denorm_min(), 15),
              testing::EndsWith("0494065645841247"));
}

TEST(Share, IsInPercentWithOneDecimal) {
  EXPECT_EQ(share(0.1234), "12.3 %");
  EXPECT_EQ(share(0), "0.0 %");
  EXPECT_EQ(share(1), "100.0 %");
  EXPECT_EQ(share(22.4), "2240.0 %");
}

TEST(Percent, AlwaysHasASign) {
  EXPECT_EQ(percent(0.1234), "+12.3 %");
  EXPECT_EQ(percent(-0.1234), "-12.3 %");
  EXPECT_EQ(percent(0), "+0.0 %");
}

TEST(TextTable, PadsEachColumnToItsWidestCell) {
  TextTable table({"name", "n"});
  table.add({"a", "1000"});
  table.add({"longer", "2"});
  EXPECT_EQ(table.text(),
            "name    n\n"
            "a       1000\n"
            "longer  2\n");
}

TEST(TextTable, LeavesNoBlanksAtTheEndOfALine) {
  TextTable table({"a", "b"});
  table.add({"", ""});
  table.add({"x", ""});
  EXPECT_EQ(table.text(), "a  b\n\nx\n");
}

TEST(TextTable, CountsACharacterOfSeveralBytesOnce) {
  TextTable table({"time", "n"});
  table.add({"5 µs", "1"});
  table.add({"2×3–", "2"});
  EXPECT_EQ(table.text(),
            "time  n\n"
            "5 µs  1\n"
            "2×3–  2\n");
}

TEST(TextTable, InMarkdownHasARuleBelowTheHeader) {
  TextTable table({"a", "b"});
  table.add({"1", "2"});
  EXPECT_EQ(table.markdown(), "| a | b |\n|---|---|\n| 1 | 2 |\n");
}

TEST(TextTable, InMarkdownEscapesTheBarThatWouldEndACell) {
  TextTable table({"a"});
  table.add({"x|y|"});
  EXPECT_EQ(table.markdown(), "| a |\n|---|\n| x\\|y\\| |\n");
  EXPECT_EQ(table.text(), "a\nx|y|\n");
}

TEST(TextTableDeathTest, ARowOfAnotherLengthStopsTheProgram) {
  TextTable table({"a", "b"});
  EXPECT_DEATH(table.add({"1"}), "1 cells");
}

}  // namespace
}  // namespace mllm_npu
