#include "experiments/paper_claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

PrintedNumber claim(const std::string& measure, Factors factors = {}) {
  PrintedNumber row;
  row.id = "claim";
  row.factors = std::move(factors);
  row.measure = measure;
  row.unit = "%";
  row.low = row.high = 7;
  row.role = Role::kMechanism;
  return row;
}

// The row that `measure` of `experiment` has after the claim went there, with its value; else "".
std::string home_of(const PrintedNumber& printed, const std::string& experiment,
                    const std::string& measure) {
  const PrintedNumbers numbers = with_claims(PrintedNumbers({printed}));
  std::string home;
  for (const PrintedNumber& row : numbers.rows(experiment)) {
    if (row.measure != measure) continue;
    home += factors_text(row.factors) + ": " + std::to_string(row.value()) + row.unit;
  }
  return home;
}

TEST(PaperClaims, SharedSubgraphsLandAtTheGraphsOfAPromptOfFourChunks) {
  EXPECT_EQ(
      home_of(claim("shared_subgraphs", {{"model", "a"}}), "graph-memory", "shared_subgraphs"),
      "model=a, prompt_length=1024, chunk_length=256: 7.000000%");
}

TEST(PaperClaims, SavedMemoryLandsWhereItIsMeasured) {
  const Factors factors = {{"model", "a"}, {"prompt_length", 512}};
  for (const char* measure : {"graph_memory_saved", "graph_memory_saved_share"}) {
    EXPECT_EQ(home_of(claim(measure, factors), "graph-memory", measure),
              "model=a, prompt_length=512: 7.000000%");
  }
}

TEST(PaperClaims, BubbleRatesLandAtTheirPolicy) {
  EXPECT_EQ(home_of(claim("bubble_rate_in_order"), "fig13", "npu_bubble_rate"),
            "model=qwen1.5-1.8b, prompt_length=1024, policy=in-order: 7.000000%");
  EXPECT_EQ(home_of(claim("bubble_rate_out_of_order"), "fig13", "npu_bubble_rate"),
            "model=qwen1.5-1.8b, prompt_length=1024, policy=out-of-order: 7.000000%");
}

TEST(PaperClaims, BusyTimesLandInFig14) {
  for (const char* measure : {"npu_busy_time", "npu_over_cpu_busy_time"}) {
    EXPECT_EQ(home_of(claim(measure, {{"model", "a"}, {"prompt_length", 256}}), "fig14", measure),
              "model=a, prompt_length=256, device=redmi-k70-pro, system=mllm-npu: 7.000000%");
  }
}

TEST(PaperClaims, AClaimStaysWhereItWasAsWell) {
  const PrintedNumbers numbers = with_claims(PrintedNumbers({claim("bubble_rate_in_order")}));
  EXPECT_EQ(numbers.rows("claim").size(), 1U);
  EXPECT_EQ(numbers.rows().size(), 2U);
}

TEST(PaperClaims, KeepTheirRoleAndSource) {
  PrintedNumber printed = claim("bubble_rate_in_order");
  printed.source = "section 3.4";
  const PrintedNumber moved = with_claims(PrintedNumbers({printed})).rows("fig13").at(0);
  EXPECT_EQ(moved.role, Role::kMechanism);
  EXPECT_EQ(moved.source, "section 3.4");
}

std::size_t count_with_claims(const PrintedNumber& printed) {
  const PrintedNumbers numbers = with_claims(PrintedNumbers({printed}));
  return numbers.rows().size();
}

TEST(PaperClaims, AClaimThatNoExperimentTestsGoesNowhere) {
  EXPECT_EQ(count_with_claims(claim("max_end_to_end_speedup")), 1U);
}

TEST(PaperClaims, ANumberOfAFigureWithTheNameOfAClaimIsLeftAlone) {
  PrintedNumber printed = claim("npu_busy_time");
  printed.id = "fig20";
  EXPECT_EQ(count_with_claims(printed), 1U);
}

TEST(PaperClaims, OfThePaperFindEightHomesAndLeaveEveryRowInItsPlace) {
  const PrintedNumbers before = paper_numbers();
  const PrintedNumbers after = with_claims(before);
  ASSERT_EQ(after.rows().size(), before.rows().size() + 8);
  for (std::size_t i = 0; i < before.rows().size(); ++i) {
    EXPECT_EQ(after.rows()[i].id, before.rows()[i].id);
    EXPECT_EQ(after.rows()[i].measure, before.rows()[i].measure);
    EXPECT_EQ(factors_text(after.rows()[i].factors), factors_text(before.rows()[i].factors));
  }
}

}  // namespace
}  // namespace mllm_npu
