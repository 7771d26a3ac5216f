// The paper's claims as this repository commits them: datasets/paper/claims.json.

#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment_catalog.h"
#include "experiments/ledger/judge.h"
#include "experiments/paper_claims.h"
#include "tests/support/experiment_records.h"

namespace mllm_npu {
namespace {

using support::record_of;
using ::testing::IsEmpty;

bool only_simulates(const std::string& id) {
  for (const Experiment& experiment : experiment_catalog()) {
    if (experiment.id == id) return !experiment.asks_models;
  }
  return false;
}

const Records& simulated_records() {
  static const Records kRecords = [] {
    Records records;
    for (const std::string& id : experiments_of(paper_claims(), "claims.json")) {
      if (only_simulates(id)) records[id] = record_of(id);
    }
    return records;
  }();
  return kRecords;
}

std::vector<Finding> simulated_findings() {
  return judge_all(paper_claims(), simulated_records(), paper_numbers());
}

TEST(CommittedClaims, HaveTheVerdictsThatTheyAreCommittedWith) {
  for (const Finding& finding : simulated_findings()) {
    EXPECT_FALSE(has_changed(finding))
        << finding.claim.id << " is now " << name_of(*finding.verdict)
        << ": if that is meant, change its verdict in datasets/paper/claims.json";
  }
}

TEST(CommittedClaims, AreOpenOnlyWhereAnExperimentAsksModels) {
  for (const Finding& finding : simulated_findings()) {
    EXPECT_TRUE(finding.verdict || !only_simulates(finding.missing))
        << finding.claim.id << ": no row of " << finding.missing << " is meant";
  }
}

TEST(CommittedClaims, AreEveryClaimAmongThePrintedNumbersWithItsValue) {
  const PrintedNumbers printed = paper_numbers();
  std::vector<std::string> found;
  for (const Claim& claim : paper_claims()) {
    for (const PrintedNumber& number : printed.rows("claim")) {
      if (number.measure != claim.id) continue;
      found.push_back(claim.id);
      EXPECT_EQ(claim.low, number.low) << claim.id;
      EXPECT_EQ(claim.high, number.high) << claim.id;
      EXPECT_EQ(claim.unit, number.unit) << claim.id;
      EXPECT_EQ(claim.role, number.role) << claim.id;
      EXPECT_TRUE(number.source.starts_with(claim.where)) << claim.id;
    }
  }
  std::vector<std::string> all;
  for (const PrintedNumber& number : printed.rows("claim")) all.push_back(number.measure);
  EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(all));
}

// The rows of experiments that ask models are named as those experiments name them.
TEST(CommittedClaims, NameMeasuresOfTheirExperiments) {
  const std::set<std::string> known = {"hot-channels memory_saved_share", "table6 accuracy"};
  for (const Claim& claim : paper_claims()) {
    if (!claim.test || only_simulates(claim.test->id)) continue;
    EXPECT_TRUE(known.contains(claim.test->id + " " + claim.test->measure)) << claim.id;
  }
}

TEST(CommittedClaims, OfAbstractAndConflictsHaveEntriesOfTheirOwn) {
  std::set<std::string> ids;
  for (const Claim& claim : paper_claims()) ids.insert(claim.id);
  for (const char* id :
       {"mean_prefill_speedup", "mean_energy_saving", "max_end_to_end_speedup",
        "conflict_mean_prefill_speedup", "conflict_mean_energy_saving", "conflict_fig19_length",
        "conflict_fig16_labels", "conflict_unpruned_speed", "conflict_npu_time",
        "conflict_mnn_phones", "conflict_fig2_execution", "conflict_fig8_gemma",
        "conflict_fig18_bars", "conflict_eq1"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
}

TEST(CommittedClaims, LandInTheTablesOfTheExperimentsThatTestThem) {
  const PrintedNumbers printed = with_claims(paper_numbers());
  const Factors factors = {
      {"model", "qwen1.5-1.8b"}, {"prompt_length", 1024}, {"policy", "in-order"}};
  ASSERT_NE(printed.find("fig13", factors, "npu_bubble_rate"), nullptr);
  EXPECT_EQ(printed.find("fig13", factors, "npu_bubble_rate")->value(), 37);
}

// A claim whose verdict would never change tests nothing: far off it has to be told.
TEST(CommittedClaims, AreNoticedWhenTheResultsChange) {
  Records records = simulated_records();
  for (auto& [id, record] : records) {
    for (ResultRow& row : record.rows) {
      for (Measure& measure : row.measures) measure.value = 0;
    }
  }
  for (const Claim& claim : paper_claims()) {
    if (!claim.test || claim.verdict == ClaimVerdict::kMiss) continue;
    const Finding finding = judge(claim, records, paper_numbers());
    EXPECT_TRUE(has_changed(finding) || !finding.missing.empty()) << claim.id;
  }
}

}  // namespace
}  // namespace mllm_npu
