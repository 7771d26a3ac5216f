#include "experiments/ledger/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/toy_claim.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

Claim tested_by(const std::string& id) {
  Claim claim = support::toy_claim(1, "x");
  claim.test->id = id;
  return claim;
}

ConflictSide side_in(const std::string& id, bool printed) {
  return {.what = "side", .reading = Reading{.printed = printed, .id = id, .measure = "m"}};
}

Records records_in(const TemporaryFolder& folder, const std::vector<std::string>& ids) {
  return records_of(ids, read_world(), paper_numbers(), folder.path());
}

TEST(LedgerRecords, AreNamedOnceAndInTheCataloguesOrder) {
  EXPECT_THAT(experiments_of({tested_by("fig13"), tested_by("table3"), tested_by("fig13")}, "f"),
              ElementsAre("table3", "fig13"));
}

TEST(LedgerRecords, AreNamedBySidesOfConflictsButNotByPrintedOnes) {
  Claim claim;
  claim.sides = {side_in("fig2", false), side_in("fig14", true)};
  EXPECT_THAT(experiments_of({claim}, "f"), ElementsAre("fig2"));
}

TEST(LedgerRecords, OfAnUnknownExperimentAreRefused) {
  const std::string error = input_error_of([] { experiments_of({tested_by("fig99")}, "c.json"); });
  EXPECT_THAT(error, StartsWith("c.json: experiment: expected one of "));
  EXPECT_THAT(error, HasSubstr("found fig99"));
}

TEST(LedgerRecords, OfSimulationsAreComputedWithThePapersValues) {
  const TemporaryFolder folder;
  const Records records = records_in(folder, {"table3"});
  ASSERT_TRUE(records.contains("table3"));
  EXPECT_TRUE(records.at("table3").rows.at(0).measures.at(0).paper);
}

TEST(LedgerRecords, OfSimulationsIgnoreWhatLiesInTheFolder) {
  const TemporaryFolder folder;
  folder.write("table3.json", "no JSON");
  EXPECT_FALSE(records_in(folder, {"table3"}).at("table3").rows.empty());
}

TEST(LedgerRecords, OfExperimentsThatAskModelsAreReadOrLeftOut) {
  const TemporaryFolder folder;
  EXPECT_THAT(records_in(folder, {"table6"}), IsEmpty());
  ResultRecord record;
  record.experiment = "table6";
  record.title = "title";
  record.rows = {{.factors = {}, .measures = {{"accuracy", 7, "%"}}}};
  write_result_record(record, folder.path() / "table6.json");
  EXPECT_EQ(records_in(folder, {"table6"}).at("table6").rows.at(0).measures.at(0).value, 7);
}

TEST(LedgerRecords, OfAnotherExperimentAreRefused) {
  const TemporaryFolder folder;
  ResultRecord record;
  record.experiment = "fig4";
  record.title = "title";
  write_result_record(record, folder.path() / "table6.json");
  EXPECT_THAT(input_error_of([&] { records_in(folder, {"table6"}); }),
              HasSubstr("table6.json: experiment: expected table6, found fig4"));
}

TEST(LedgerRecords, ThatAreDamagedAreRefused) {
  const TemporaryFolder folder;
  folder.write("table6.json", "{");
  EXPECT_THAT(input_error_of([&] { records_in(folder, {"table6"}); }), HasSubstr("table6.json"));
}

}  // namespace
}  // namespace mllm_npu
