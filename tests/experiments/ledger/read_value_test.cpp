#include "experiments/ledger/read_value.h"

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

ResultRow timed_row(Factors factors, double milliseconds) {
  return {.factors = std::move(factors), .measures = {{"time", milliseconds, "ms"}}};
}

Records timed_records(std::vector<ResultRow> rows) {
  ResultRecord record;
  record.experiment = "fig9";
  record.rows = std::move(rows);
  return {{"fig9", record}};
}

Reading timed(Factors row) { return {.id = "fig9", .measure = "time", .row = std::move(row)}; }

std::optional<ValueRange> value_of(const Reading& reading, std::vector<ResultRow> rows,
                                   const std::string& unit = "ms", bool whole_range = false) {
  return read_value(reading, unit, timed_records(std::move(rows)), PrintedNumbers({}), whole_range);
}

double single_value(const Reading& reading, std::vector<ResultRow> rows,
                    const std::string& unit = "ms") {
  const auto found = value_of(reading, std::move(rows), unit);
  if (!found || found->low != found->high) return -1;
  return found->low;
}

const Factors kAnt = {{"model", "ant"}};
const Factors kBee = {{"model", "bee"}};

std::vector<ResultRow> ant_and_bee() { return {timed_row(kAnt, 6), timed_row(kBee, 8)}; }

TEST(ReadValue, TakesTheRowWithTheFactors) {
  EXPECT_EQ(single_value(timed(kBee), ant_and_bee()), 8);
}

TEST(ReadValue, IsInTheUnitThatIsAskedFor) {
  EXPECT_EQ(single_value(timed(kBee), ant_and_bee(), "s"), 0.008);
  EXPECT_FALSE(value_of(timed(kBee), ant_and_bee(), "J"));
}

TEST(ReadValue, TakesARowWithFurtherFactorsIfItIsTheOnlyOne) {
  const ResultRow more = timed_row({{"model", "ant"}, {"length", 4}}, 5);
  EXPECT_EQ(single_value(timed(kAnt), {more, timed_row(kBee, 8)}), 5);
}

TEST(ReadValue, PrefersTheRowWithoutFurtherFactors) {
  const ResultRow more = timed_row({{"model", "ant"}, {"length", 4}}, 5);
  EXPECT_EQ(single_value(timed(kAnt), {more, timed_row(kAnt, 6)}), 6);
}

TEST(ReadValue, IsNothingWhereSeveralRowsCouldBeMeant) {
  EXPECT_FALSE(value_of(timed({}), ant_and_bee()));
}

TEST(ReadValue, IsNothingWithoutRecordRowOrMeasure) {
  Reading reading = timed({{"model", "cat"}});
  EXPECT_FALSE(value_of(reading, ant_and_bee()));
  reading = timed(kAnt);
  reading.measure = "speed";
  EXPECT_FALSE(value_of(reading, ant_and_bee()));
  reading = timed(kAnt);
  reading.id = "fig10";
  EXPECT_FALSE(value_of(reading, ant_and_bee()));
}

TEST(ReadValue, AMeanIsOverAllRowsWithTheFactors) {
  Reading reading = timed({});
  reading.mean = true;
  EXPECT_EQ(single_value(reading, ant_and_bee()), 7);
}

TEST(ReadValue, AWholeRangeIsFromTheSmallestToTheLargest) {
  const auto range = value_of(timed({}), {timed_row(kAnt, 6), timed_row(kBee, 4)}, "ms", true);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->low, 4);
  EXPECT_EQ(range->high, 6);
}

TEST(ReadValue, ARatioIsOfTheRowOverTheOther) {
  Reading reading = timed(kAnt);
  reading.as = ReadAs::kRatio;
  reading.other = kBee;
  EXPECT_EQ(single_value(reading, ant_and_bee(), "x"), 0.75);
}

TEST(ReadValue, AReductionIsWhatTheRowHasLessInPercent) {
  Reading reading = timed(kAnt);
  reading.as = ReadAs::kReduction;
  reading.other = kBee;
  EXPECT_EQ(single_value(reading, ant_and_bee(), "%"), 25);
}

TEST(ReadValue, ADifferenceIsInTheUnitThatIsAskedFor) {
  Reading reading = timed(kBee);
  reading.as = ReadAs::kDifference;
  reading.other = kAnt;
  EXPECT_EQ(single_value(reading, ant_and_bee(), "s"), 0.002);
}

TEST(ReadValue, ARatioWithoutItsOtherRowOrOverNothingIsNothing) {
  Reading reading = timed(kAnt);
  reading.as = ReadAs::kRatio;
  reading.other = {{"model", "cat"}};
  EXPECT_FALSE(value_of(reading, ant_and_bee(), "x"));
  reading.other = kBee;
  EXPECT_FALSE(value_of(reading, {timed_row(kAnt, 6), timed_row(kBee, 0)}, "x"));
}

TEST(ReadValue, IsMultiplied) {
  Reading reading = timed(kAnt);
  reading.times = 4;
  EXPECT_EQ(single_value(reading, ant_and_bee()), 24);
}

TEST(ReadValue, OfThePaperIsReadInItsNumbers) {
  PrintedNumber number;
  number.id = "fig9";
  number.factors = kAnt;
  number.measure = "time";
  number.unit = "s";
  number.low = number.high = 2;
  Reading reading = timed(kAnt);
  reading.printed = true;
  const auto found =
      read_value(reading, "ms", timed_records(ant_and_bee()), PrintedNumbers({number}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->low, 2000);
  number.high = 3;  // an interval is no single value
  EXPECT_FALSE(read_value(reading, "ms", {}, PrintedNumbers({number})));
}

TEST(IsMeant, LeavesRowsOfThePaperOutUnlessASourceIsAskedFor) {
  const ResultRow row = timed_row({{"model", "ant"}, {"source", "paper"}}, 1);
  EXPECT_FALSE(is_meant(row, kAnt));
  EXPECT_TRUE(is_meant(row, {{"source", "paper"}}));
  EXPECT_TRUE(is_meant(timed_row(kAnt, 1), {}));
}

}  // namespace
}  // namespace mllm_npu
