#include "experiments/report/accuracy_readings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ResultRow accuracy(const char* model, const char* dataset, const char* quantizer, double value) {
  return make_row({{"model", model}, {"dataset", dataset}, {"quantizer", quantizer}},
                  {{"accuracy", value, "%"}});
}

ResultRow printed(ResultRow row) {
  row.factors.emplace_back("source", "paper");
  return row;
}

CellKey by(const char* name) {
  return [name](const ResultRow& row) { return factor_text(row, name); };
}

TEST(PivotTable, HasALineAndAColumnForEachValueInTheOrderOfTheRows) {
  ResultRecord record;
  record.rows = {accuracy("m", "b", "Q", 50), accuracy("m", "a", "P", 25.123456)};
  EXPECT_EQ(pivot_table(record, by("quantizer"), by("dataset"), "accuracy"),
            "|  | b | a |\n|---|---|---|\n| Q | 50 |  |\n| P |  | 25.12 |\n");
}

TEST(PivotTable, LeavesOutRowsWithoutTheMeasureOrAName) {
  ResultRecord record;
  record.rows = {accuracy("m", "", "Q", 50), accuracy("m", "a", "P", 25)};
  EXPECT_THAT(pivot_table(record, by("quantizer"), by("dataset"), "accuracy"), Not(HasSubstr("Q")));
  EXPECT_THAT(pivot_table(record, by("quantizer"), by("dataset"), "flips"), Not(HasSubstr("P")));
}

TEST(AccuracyReadings, OfTable6HaveTheMeanLossBesideThePapers) {
  ResultRecord record;
  record.experiment = "table6";
  record.rows = {accuracy("reference", "a", "FP16", 90),
                 accuracy("reference", "b", "FP16", 80),
                 accuracy("reference", "a", "AWQ", 88),
                 accuracy("reference", "b", "AWQ", 79),
                 printed(accuracy("gemma-2b", "a", "FP16", 70)),
                 printed(accuracy("gemma-2b", "a", "AWQ", 65))};
  const std::string text = accuracy_readings(record);
  EXPECT_THAT(text, HasSubstr("|  | reference | gemma-2b (paper) |"));
  EXPECT_THAT(text, HasSubstr("| AWQ | 1.5 | 5 |"));
}

TEST(AccuracyReadings, OfOtherExperimentsAreNone) {
  ResultRecord record;
  record.experiment = "fig2";
  EXPECT_EQ(accuracy_readings(record), "");
}

}  // namespace
}  // namespace mllm_npu
