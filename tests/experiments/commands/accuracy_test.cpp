// The accuracy command, as a user runs it, on a small random model.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/datasets/tasks/task_samples.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::ProgramRun;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Arguments = std::vector<std::string>;

class AccuracyCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new support::TemporaryFolder;
    folder_->write("lambada.jsonl", samples::kLambada);
    folder_->write("openbookqa.jsonl", samples::kOpenbookqa);
    folder_->write("test/anatomy_test.csv", samples::kMmlu);
    folder_->write("dev/anatomy_dev.csv", samples::kMmluLetters);
    const ProgramRun exported =
        support::run_program({"export", "--random", "--model", "qwen1.5-1.8b", "--format",
                              "safetensors", "--output", "model"},
                             folder_->path());
    ASSERT_EQ(exported.exit_code, 0) << exported.err;
  }
  static void TearDownTestSuite() { delete folder_; }

  static ProgramRun run(const std::string& task, const std::string& data,
                        const Arguments& more = {}) {
    Arguments arguments = {"accuracy", "--weights", "model", "--task", task, "--data", data};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return support::run_program(arguments, folder_->path());
  }

  static inline support::TemporaryFolder* folder_ = nullptr;
};

TEST_F(AccuracyCommand, HoldsW8A8AgainstFp32) {
  const ProgramRun result = run("lambada", "lambada.jsonl");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("lambada\nmodel  items  acc"));
  EXPECT_THAT(result.out, HasSubstr("\nfp32   2 "));
  EXPECT_THAT(result.out, HasSubstr("\nW8A8   2 "));
  EXPECT_THAT(result.out, HasSubstr("KL (nats)"));
}

TEST_F(AccuracyCommand, AsksOneModelAloneWhereToldSo) {
  const ProgramRun result = run("openbookqa", "openbookqa.jsonl", {"--fp32"});
  EXPECT_THAT(result.out, HasSubstr("acc_norm"));
  EXPECT_THAT(result.out, Not(HasSubstr("W8A8")));
}

TEST_F(AccuracyCommand, WritesWhatEveryItemGot) {
  const ProgramRun result =
      run("mmlu", ".", {"--few-shot", "2", "--limit", "1", "--json", "out/scores.json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const boost::json::value json = read_json(folder_->path() / "out/scores.json");
  EXPECT_EQ(json.at("task"), "mmlu");
  EXPECT_EQ(json.at("items"), 1);
  EXPECT_EQ(json.at("models").as_array().size(), 2U);
  const auto& sample = json.at("models").at(1).at("samples").at(0);
  EXPECT_EQ(sample.at("subject"), "anatomy");
  EXPECT_EQ(sample.at("log_likelihoods").as_array().size(), 4U);
}

TEST_F(AccuracyCommand, SaysHowManyTextsItCut) {
  const ProgramRun result = run("lambada", "lambada.jsonl", {"--fp32", "--context", "16"});
  EXPECT_THAT(result.out, HasSubstr("1 items were longer than the context"));
}

TEST_F(AccuracyCommand, NamesWhatIsWrong) {
  EXPECT_THAT(run("squad", "lambada.jsonl").err,
              HasSubstr("--task: expected one of lambada, hellaswag"));
  EXPECT_THAT(run("lambada", "nowhere").err, StartsWith("mllm-npu: nowhere: expected"));
  EXPECT_THAT(run("lambada", "openbookqa.jsonl").err,
              StartsWith("mllm-npu: openbookqa.jsonl: line 1.text: expected"));
  EXPECT_EQ(run("lambada", "lambada.jsonl", {"--split", "x"}).exit_code, 2);
  EXPECT_EQ(run("lambada", "lambada.jsonl", {"--limit", "-1"}).exit_code, 2);
}

}  // namespace
}  // namespace mllm_npu
