#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/support/data_copy.h"
#include "tests/support/run_program.h"

namespace mllm_npu {
namespace {

using support::DataCopy;
using support::ProgramRun;
using support::run_program;
using support::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kClaims = "datasets/paper/claims.json";

TEST(ClaimsCommand, WorksWithoutResults) {
  const TemporaryFolder folder;
  const ProgramRun run = run_program({"claims"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, StartsWith("claim "));
  EXPECT_THAT(run.out, HasSubstr("mean_prefill_speedup"));
  EXPECT_THAT(run.out, HasSubstr("run `mllm-npu reproduce table6`"));
}

TEST(ClaimsCommand, PrintsJson) {
  const TemporaryFolder folder;
  const ProgramRun run = run_program({"claims", "--json"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(parse_json(run.out, "out").at("claims").at(0).at("id"), "mean_prefill_speedup");
}

TEST(ClaimsCommand, AFaultyLedgerIsToldInOneLine) {
  const DataCopy data;
  data.edit(kClaims, "\"verdict\": \"miss\"", "\"verdict\": \"fine\"");
  const ProgramRun run = run_program({"claims"}, data.root());
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, HasSubstr("claims.json: claims[0].verdict: expected one of match"));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1);
}

TEST(ClaimsCommand, AnExperimentThatIsNotThereIsNamed) {
  const DataCopy data;
  data.edit(kClaims, "\"experiment\": \"summary\"", "\"experiment\": \"sum\"");
  const ProgramRun run = run_program({"claims"}, data.root());
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("claims.json: experiment: expected one of summary, "));
}

TEST(ClaimsCommand, AResultThatIsNoneIsNamed) {
  const TemporaryFolder folder;
  folder.write("mine/table6.json", "{}");
  const ProgramRun run = run_program({"claims", "--results-dir", "mine"}, folder.path());
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("mine/table6.json"));
}

}  // namespace
}  // namespace mllm_npu
