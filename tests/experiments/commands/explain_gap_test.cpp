#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

support::ProgramRun explain(const std::vector<std::string>& flags) {
  std::vector<std::string> words = {"explain-gap"};
  words.insert(words.end(), flags.begin(), flags.end());
  const support::TemporaryFolder folder;
  return support::run_program(words, folder.path());
}

TEST(ExplainGapCommand, PrintsTheWalkToEveryReport) {
  const support::ProgramRun run = explain({});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, AllOf(HasSubstr("mllm-116: https://github.com/"), HasSubstr("mllm-206: "),
                             HasSubstr("mllm-299: "), HasSubstr("4 to 6 token/s"),
                             HasSubstr("our prediction"), HasSubstr("unexplained")));
}

TEST(ExplainGapCommand, PrintsTheOneThatIsAskedFor) {
  const support::ProgramRun run = explain({"--report", "mllm-206"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, AllOf(HasSubstr("issues/206"), HasSubstr("no overlap"),
                             HasSubstr("102.3 token/s"), Not(HasSubstr("mllm-116"))));
}

TEST(ExplainGapCommand, SaysWhatItAssumesAndWhatItDoesNotPrice) {
  EXPECT_THAT(explain({"--report", "mllm-299"}).out,
              AllOf(HasSubstr("Assumed:\n- "), HasSubstr("without a price here:\n- ")));
}

TEST(ExplainGapCommand, RefusesAReportThatIsNotThere) {
  const support::ProgramRun run = explain({"--report", "mllm-1"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("--report: expected one of mllm-116, mllm-206, mllm-299, found "
                                 "mllm-1"));
}

}  // namespace
}  // namespace mllm_npu
