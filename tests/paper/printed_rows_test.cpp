// Every number of role calibration that the paper prints for what is simulated stands beside
// exactly one of ours.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/unit_conversion.h"
#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

using support::record_of;

bool is_fitted_to(const PrintedNumber& number) { return number.role == Role::kCalibration; }

// Our measures that stand for `number`, with its value beside them.
int joined_measures(const PrintedNumber& number) {
  int count = 0;
  for (const ResultRow& row : record_of(number.id).rows) {
    const Measure* measure = find_measure(row, number.measure);
    if (measure == nullptr || !measure->paper) continue;
    if (!contains_factors(row.factors, number.factors)) continue;
    EXPECT_EQ(measure->paper, convert_unit(number.value(), number.unit, measure->unit));
    EXPECT_EQ(measure->role, role_name(number.role));
    ++count;
  }
  return count;
}

class PrintedRows : public testing::TestWithParam<const char*> {};

TEST_P(PrintedRows, OfRoleCalibrationJoinOneOfOurs) {
  const PrintedNumbers printed = paper_numbers();
  int numbers = 0;
  for (const PrintedNumber& number : printed.rows(GetParam())) {
    if (!is_fitted_to(number)) continue;
    ++numbers;
    EXPECT_EQ(joined_measures(number), 1) << factors_text(number.factors);
  }
  EXPECT_GT(numbers, 0);
}

TEST_P(PrintedRows, NothingElseHasAPrintedValue) {
  const PrintedNumbers printed = paper_numbers();
  std::size_t printed_here = 0;
  for (const PrintedNumber& number : printed.rows(GetParam())) printed_here += is_fitted_to(number);
  std::size_t joined = 0;
  for (const auto& each :
       support::printed_measures(record_of(GetParam()), [](const ResultRow&) { return true; })) {
    joined += *each.measure->role == "calibration";
  }
  EXPECT_EQ(joined, printed_here);
}

INSTANTIATE_TEST_SUITE_P(Paper, PrintedRows,
                         testing::Values("table3", "fig2", "fig8", "fig14", "fig15", "fig17",
                                         "fig19", "table5"),
                         [](const auto& each) { return std::string(each.param); });

// Where each of the text's claims that an experiment tests is to be found.
TEST(PrintedClaims, StandBesideTheRowsTheyAreAbout) {
  const auto paper = [](const char* id, const Factors& factors, const char* measure) {
    return find_measure(support::row_with(record_of(id), factors), measure)->paper;
  };
  const auto fig13 = [](const char* policy) -> Factors {
    return {{"device", "redmi-k70-pro"},
            {"model", "qwen1.5-1.8b"},
            {"prompt_length", 1024},
            {"chunk_length", 256},
            {"policy", policy}};
  };
  const Factors graphs = {{"model", "qwen1.5-1.8b"},
                          {"prompt_length", 1024},
                          {"chunk_length", 256},
                          {"sharing", "shared"}};
  const Factors fig14 = {{"device", "redmi-k70-pro"},
                         {"model", "qwen1.5-1.8b"},
                         {"system", "mllm-npu"},
                         {"prompt_length", 256}};
  EXPECT_EQ(paper("fig13", fig13("in-order"), "npu_bubble_rate"), 37);
  EXPECT_EQ(paper("fig13", fig13("out-of-order"), "npu_bubble_rate"), 0.7);
  EXPECT_EQ(paper("graph-memory", graphs, "shared_subgraphs"), 120);
  EXPECT_EQ(paper("graph-memory", graphs, "graph_memory_saved"), 7.2);
  EXPECT_EQ(paper("graph-memory", graphs, "graph_memory_saved_share"), 75);
  EXPECT_EQ(paper("fig14", fig14, "npu_busy_time"), 315);
  EXPECT_EQ(paper("fig14", fig14, "npu_over_cpu_busy_time"), 2);
}

TEST(PrintedRowsOfFig1, StandBesideTheRequestsOfTheirTask) {
  const PrintedNumbers printed = paper_numbers();
  for (const PrintedNumber& number : printed.rows("fig1")) {
    EXPECT_EQ(joined_measures(number), 1) << factors_text(number.factors);
  }
  const auto all =
      support::printed_measures(record_of("fig1"), [](const ResultRow&) { return true; });
  EXPECT_EQ(all.size(), printed.rows("fig1").size());
}

TEST(PrintedClaims, StandNowhereElse) {
  std::size_t count = 0;
  for (const char* id : {"fig13", "graph-memory", "fig14"}) {
    for (const auto& each :
         support::printed_measures(record_of(id), [](const ResultRow&) { return true; })) {
      count += *each.measure->role == "mechanism";
    }
  }
  EXPECT_EQ(count, 7U);
}

}  // namespace
}  // namespace mllm_npu
