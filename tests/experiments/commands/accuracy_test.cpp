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
    folder_->write("2wikimqa.jsonl", samples::kWikimqa);
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

TEST_F(AccuracyCommand, HoldsOtherMethodsAgainstFp32) {
  const ProgramRun result =
      run("lambada", "lambada.jsonl", {"--fp32", "--quantizer", "smooth-quant,awq"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("lambada\nmodel         items  acc"));
  for (const char* column : {"perplexity", "flips", "KL (nats)", "+-"}) {
    EXPECT_THAT(result.out, HasSubstr(column));
  }
  EXPECT_THAT(result.out, HasSubstr("\nfp32          2 "));
  EXPECT_THAT(result.out, HasSubstr("\nsmooth-quant  2 "));
  EXPECT_THAT(result.out, HasSubstr("\nawq           2 "));
  EXPECT_THAT(result.out, Not(HasSubstr("W8A8")));
}

TEST_F(AccuracyCommand, HandsAMethodItsOptions) {
  const auto divergence = [](const Arguments& more) {
    Arguments arguments = {"--fp32", "--quantizer", "smooth-quant-o1", "--json", "scores.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    EXPECT_EQ(run("openbookqa", "openbookqa.jsonl", arguments).exit_code, 0);
    const boost::json::value json = read_json(folder_->path() / "scores.json");
    EXPECT_EQ(json.at("models").at(1).at("model"), "smooth-quant-o1");
    EXPECT_EQ(json.as_object().contains("migration_strength"), !more.empty());
    return json.at("models").at(1).at("kl_divergence").as_double();
  };
  const double usual = divergence({});
  EXPECT_GT(usual, 0);
  EXPECT_NE(divergence({"--migration-strength", "0.9"}), usual);
}

TEST_F(AccuracyCommand, NamesWhatIsWrongWithAQuantizer) {
  const auto error = [](const Arguments& more) {
    const ProgramRun result = run("lambada", "lambada.jsonl", more);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    return result.err;
  };
  EXPECT_EQ(error({"--quantizer", "gptq"}),
            "mllm-npu: command line: --quantizer: expected one of fp16, smooth-quant, llm-int8, "
            "k-quant-q8_0, k-quant-q4_k, awq, per-tensor, per-token, smooth-quant-o1, "
            "smooth-quant-o2, hadamard, found gptq\n");
  EXPECT_EQ(error({"--quantizer", "awq,awq"}),
            "mllm-npu: command line: --quantizer: expected each name once, found awq, awq\n");
  EXPECT_EQ(error({"--quantizer", "awq", "--migration-strength", "0.5"}),
            "mllm-npu: command line: --migration-strength: expected a --quantizer that has it: "
            "smooth-quant, smooth-quant-o1, smooth-quant-o2, found awq\n");
  EXPECT_EQ(error({"--short-super-blocks"}),
            "mllm-npu: command line: --short-super-blocks: expected a --quantizer that has it: "
            "k-quant-q4_k, found none\n");
  EXPECT_EQ(error({"--quantizer", "smooth-quant", "--migration-strength", "1.5"}),
            "mllm-npu: command line: --migration-strength: expected a number from 0 to 1, found "
            "1.5\n");
  EXPECT_EQ(error({"--quantizer", "awq", "--awq-group-size", "0"}),
            "mllm-npu: command line: --awq-group-size: expected a whole number from 1 to 1048576, "
            "found 0\n");
  EXPECT_THAT(error({"--quantizer", "llm-int8", "--outlier-threshold", "nan"}),
              HasSubstr("--outlier-threshold: expected a number from 0.001 to 10000, found nan"));
  EXPECT_THAT(error({"--quantizer", "hadamard", "--rotation-seed", "-1"}),
              HasSubstr("--rotation-seed: expected a whole number from 0 to"));
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

TEST_F(AccuracyCommand, ScoresFreeAnswersByTheirWords) {
  const ProgramRun result =
      run("2wikimqa", "2wikimqa.jsonl",
          {"--quantizer", "per-token", "--context", "60", "--json", "f.json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("2wikimqa\nmodel      items  f1"));
  for (const char* said : {"exact_match", "flips", "KL (nats)", "\nW8A8 ", "\nper-token ",
                           "2 items were longer than the context; their middle was left out"}) {
    EXPECT_THAT(result.out, HasSubstr(said));
  }
  const boost::json::value json = read_json(folder_->path() / "f.json");
  for (const boost::json::value& model : json.at("models").as_array()) {
    EXPECT_FALSE(model.at("samples").at(0).at("answer").as_string().empty());
  }
  EXPECT_THAT(run("2wikimqa", "2wikimqa.jsonl", {"--fp32", "--context", "33"}).err,
              HasSubstr("2wikimqa item 0: context: expected at least 2 tokens for the prompt and "
                        "32 for the answer, found 33"));
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
