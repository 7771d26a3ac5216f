#include "experiments/report/results_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Measure speed(double ours, std::optional<double> paper, const char* role = "calibration") {
  Measure measure{"speed", ours, "token/s", paper};
  if (paper) measure.role = role;
  return measure;
}

ReportedExperiment reported(const char* id, std::vector<ResultRow> rows) {
  ResultRecord record;
  record.experiment = id;
  record.rows = std::move(rows);
  return {{id, "Fig. 0", "A toy", nullptr}, record};
}

std::size_t count_of(const std::string& part, const std::string& text) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::vector<ResultRow> three_rows() {
  return {{{{"model", "ant"}}, {speed(110, 100), {"energy", 3, "J"}}},
          {{{"model", "bee"}}, {speed(10, 100, "validation")}},
          {{{"model", "cat"}}, {speed(7, std::nullopt)}}};
}

TEST(ResultsReport, BeginsWithALinePerExperiment) {
  const std::string text = results_report({reported("toy", three_rows())});
  EXPECT_THAT(text, StartsWith("| in the paper | what | command | result |"));
  EXPECT_THAT(text,
              HasSubstr("| Fig. 0 | A toy | `mllm-npu reproduce toy` | `results/toy.json` |"));
}

TEST(ResultsReport, AveragesErrorsByRole) {
  EXPECT_THAT(results_report({reported("toy", three_rows())}),
              HasSubstr("| 10.0 % (1 calibration); 90.0 % (1 validation) |"));
}

TEST(ResultsReport, ErrorsOfEitherSignDoNotCancel) {
  const std::string text = results_report({reported(
      "toy", {{{{"model", "ant"}}, {speed(120, 100)}}, {{{"model", "bee"}}, {speed(90, 100)}}})});
  EXPECT_THAT(text, HasSubstr("| 15.0 % (2 calibration) |"));
}

TEST(ResultsReport, CountsVerdicts) {
  EXPECT_THAT(results_report({reported("toy", three_rows())}), HasSubstr("| 1 match, 1 miss |"));
}

TEST(ResultsReport, EveryMeasureWithAPrintedValueStandsOnce) {
  const std::string text = results_report({reported("toy", three_rows())});
  EXPECT_EQ(
      count_of("| model=ant | speed | token/s | 100 | 110 | +10.0 % | calibration | match |", text),
      1U);
  EXPECT_EQ(
      count_of("| model=bee | speed | token/s | 100 | 10 | -90.0 % | validation | miss |", text),
      1U);
}

TEST(ResultsReport, MeasuresWithoutAPrintedValueAreLeftOut) {
  const std::string text = results_report({reported("toy", three_rows())});
  EXPECT_THAT(text, Not(HasSubstr("model=cat")));
  EXPECT_THAT(text, Not(HasSubstr("energy")));
}

TEST(ResultsReport, AnExperimentWithoutPrintedValuesHasNoTable) {
  const std::string text =
      results_report({reported("toy", {{{{"model", "cat"}}, {speed(7, std::nullopt)}}})});
  EXPECT_THAT(text, Not(HasSubstr("###")));
  EXPECT_THAT(text, HasSubstr("|  | no value at hand |"));
}

TEST(ResultsReport, APrintedZeroHasNoErrorAndStillARow) {
  const std::string text = results_report(
      {reported("toy", {{{{"model", "ant"}}, {speed(1, 0)}}, {{{"model", "b"}}, {speed(1, 1)}}})});
  EXPECT_THAT(text, HasSubstr("| model=ant | speed | token/s | 0 | 1 |  | calibration | miss |"));
}

TEST(ResultsReport, AMeasureWhoseOnlyPrintedValueIsZeroHasATableToo) {
  EXPECT_THAT(results_report({reported("toy", {{{{"model", "ant"}}, {speed(1, 0)}}})}),
              HasSubstr("| model=ant | speed |"));
}

TEST(ResultsReport, ShadowShareListsWhatThePaperDoesNotPrint) {
  const ResultRow row{{{"model", "ant"}},
                      {{"shadow_time_share", 23.456, "%"}, {"shadow_memory_share", 0.5, "%"}}};
  const std::string text = results_report({reported("shadow-share", {row})});
  EXPECT_THAT(text, HasSubstr("### Section 3.3: shadows beside the NPU's products"));
  EXPECT_THAT(text, HasSubstr("| model=ant |  |  | 23.46 % |  |  |  | 0.5 % |"));
}

TEST(ResultsReport, Fig19ListsEveryReading) {
  const ResultRow row{{{"step", "naive"}},
                      {{"prefill_tokens_per_second", 23.456, "token/s"},
                       {"time_to_first_token", 9, "s"},
                       {"npu_bubble_rate", 12.5, "%"}}};
  const std::string text = results_report({reported("fig19", {row})});
  EXPECT_THAT(text, HasSubstr("| row | prefill_tokens_per_second | npu_bubble_rate "
                              "|\n|---|---|---|\n| step=naive | 23.46 token/s | 12.5 % |\n"));
}

TEST(ResultsReport, Fig13ListsEveryPolicy) {
  const std::vector<Measure> measures = {
      {"npu_bubble_rate", 37.126, "%"}, {"inner_npu_bubble_rate", 36, "%"},
      {"makespan", 900, "ms"},          {"lower_bound", 800, "ms"},
      {"critical_path", 700, "ms"},     {"npu_busy_time", 600, "ms"},
      {"cpu_busy_time", 500, "ms"}};
  const std::string text =
      results_report({reported("fig13", {{{{"policy", "serial"}}, measures}})});
  EXPECT_THAT(
      text,
      HasSubstr(
          "| policy=serial | 37.13 % | 36 % | 900 ms | 800 ms | 600 ms | 500 ms | 700 ms |\n"));
  EXPECT_THAT(text, HasSubstr("| lower_bound | npu_busy_time | cpu_busy_time | "
                              "critical_path |\n"));
}

TEST(ResultsReport, OfTheSameRecordsIsTheSameText) {
  const std::vector<ReportedExperiment> both = {reported("toy", three_rows()),
                                                reported("fig2", three_rows())};
  EXPECT_EQ(results_report(both), results_report(both));
}

}  // namespace
}  // namespace mllm_npu
