#include "plots/record_rows.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plots/plot_fixtures.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using plot_fixtures::empty_record;
using plot_fixtures::measure_of;
using support::input_error_of;
using ::testing::ElementsAre;

// Rows of models a, b, a; the last has no energy.
ResultRecord record_of_three() {
  ResultRecord record = empty_record("any");
  for (const char* model : {"a", "b", "a"}) {
    record.rows.push_back({{{"model", model}, {"length", 64}},
                           {measure_of("time", 2.5, "ms"), measure_of("energy", 3, "J")}});
  }
  record.rows.back().measures.pop_back();
  return record;
}

TEST(RowsOf, AreAllRows) {
  const ResultRecord record = record_of_three();
  EXPECT_EQ(rows_of(record).size(), 3u);
}

TEST(RowsOf, ARecordWithoutRowsIsAnError) {
  EXPECT_EQ(input_error_of([] { rows_of(empty_record("any")); }),
            "rows: expected at least one row, found none");
}

TEST(SupportedRowsOf, AreThoseThatAreNotMarkedAsUnsupported) {
  ResultRecord record = record_of_three();
  record.rows[0].measures.push_back(measure_of("supported", 0, "1"));
  record.rows[1].measures.push_back(measure_of("supported", 1, "1"));
  EXPECT_THAT(distinct(supported_rows_of(record), by_factor("model")), ElementsAre("b", "a"));
  EXPECT_EQ(supported_rows_of(record).size(), 2u);
}

TEST(SupportedRowsOf, NoneLeftIsAnError) {
  ResultRecord record = record_of_three();
  record.rows.resize(1);
  record.rows[0].measures.push_back(measure_of("supported", 0, "1"));
  EXPECT_EQ(input_error_of([&] { supported_rows_of(record); }),
            "rows: expected at least one of a system that runs, found none");
}

TEST(RecordRow, ReadsTextAndNumbers) {
  const ResultRecord record = record_of_three();
  const RecordRow row(record, 1);
  EXPECT_EQ(row.text("model"), "b");
  EXPECT_EQ(row.text("length"), "64");
  EXPECT_EQ(row.number("length"), 64);
  EXPECT_EQ(row.measure("time").value, 2.5);
}

TEST(RecordRow, KnowsWhatItHas) {
  const ResultRecord record = record_of_three();
  const RecordRow row(record, 2);
  EXPECT_TRUE(row.has("model"));
  EXPECT_FALSE(row.has("time"));
  EXPECT_TRUE(row.has_measure("time"));
  EXPECT_FALSE(row.has_measure("energy"));
  EXPECT_EQ(row.text_or("model", "none"), "a");
  EXPECT_EQ(row.text_or("system", "none"), "none");
}

TEST(RecordRow, WhatItLacksIsAnErrorThatNamesRowAndKey) {
  const ResultRecord record = record_of_three();
  const RecordRow row(record, 2);
  EXPECT_EQ(input_error_of([&] { row.text("system"); }),
            "rows[2].factors.system: expected a value, found none");
  EXPECT_EQ(input_error_of([&] { row.number("system"); }),
            "rows[2].factors.system: expected a number, found none");
  EXPECT_EQ(input_error_of([&] { row.number("model"); }),
            "rows[2].factors.model: expected a number, found a");
  EXPECT_EQ(input_error_of([&] { row.measure("energy"); }),
            "rows[2].measures.energy: expected a measure, found none");
}

std::string error_with(double value, std::optional<double> paper) {
  ResultRecord record = empty_record("any");
  record.rows = {{{}, {measure_of("time", value, "ms", paper)}}};
  return input_error_of([&] { RecordRow(record, 0).measure("time"); });
}

TEST(RecordRow, ANumberOutsideOfEveryAxisIsAnError) {
  EXPECT_EQ(error_with(1e15, {}), "no error");
  EXPECT_EQ(error_with(-1e15, 1e15), "no error");
  const std::string error =
      "rows[0].measures.time: expected a number of at most 1e15, found another";
  EXPECT_EQ(error_with(1.001e15, {}), error);
  EXPECT_EQ(error_with(1, -1.001e15), error);
  EXPECT_EQ(error_with(std::numeric_limits<double>::quiet_NaN(), {}), error);
  EXPECT_EQ(error_with(std::numeric_limits<double>::infinity(), {}), error);
}

TEST(RecordRowDeathTest, TheRowMustBeThere) {
  const ResultRecord record = record_of_three();
  EXPECT_DEATH(RecordRow(record, 3), "record.rows.size");
}

TEST(Distinct, ValuesStandInOrderOfFirstAppearance) {
  const ResultRecord record = record_of_three();
  EXPECT_THAT(distinct(rows_of(record), by_factor("model")), ElementsAre("a", "b"));
  EXPECT_THAT(distinct(rows_of(record), always("x")), ElementsAre("x"));
}

TEST(Where, KeepsTheRowsOfOneValue) {
  const ResultRecord record = record_of_three();
  EXPECT_EQ(where(rows_of(record), by_factor("model"), "a").size(), 2u);
  EXPECT_EQ(where(rows_of(record), by_factor("model"), "c").size(), 0u);
}

TEST(WithMeasure, KeepsTheRowsThatHaveIt) {
  const ResultRecord record = record_of_three();
  EXPECT_EQ(with_measure(rows_of(record), "energy").size(), 2u);
  EXPECT_EQ(with_measure(rows_of(record), "time").size(), 3u);
}

TEST(UnitOf, IsTheOneOfAllRows) {
  const ResultRecord record = record_of_three();
  EXPECT_EQ(unit_of(rows_of(record), "time"), "ms");
}

TEST(UnitOf, TwoUnitsAreAnError) {
  ResultRecord record = record_of_three();
  record.rows[2].measures[0].unit = "s";
  EXPECT_EQ(input_error_of([&] { unit_of(rows_of(record), "time"); }),
            "measures.time.unit: expected ms, found s");
}

TEST(RequireUnit, AnotherUnitOrNoMeasureIsAnError) {
  const ResultRecord record = record_of_three();
  EXPECT_EQ(input_error_of([&] { require_unit(rows_of(record), "time", "ms"); }), "no error");
  EXPECT_EQ(input_error_of([&] { require_unit(rows_of(record), "time", "s"); }),
            "measures.time.unit: expected s, found ms");
  EXPECT_EQ(input_error_of([&] { require_unit(rows_of(record), "energy", "J"); }),
            "rows[2].measures.energy: expected a measure, found none");
}

}  // namespace
}  // namespace mllm_npu
