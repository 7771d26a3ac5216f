// What a user gets wrong on the command line: exit code 2, and one line that names what is wrong
// and what was expected.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// The line on standard error, without its end; nothing else may be written anywhere.
std::string complaint_about(const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  const ProgramRun run = support::run_program(arguments, folder.path());
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  EXPECT_THAT(run.err, AllOf(StartsWith("mllm-npu: "), EndsWith("\n")));
  return run.err.substr(0, run.err.size() - 1);
}

std::string about_prefill(const std::string& flag, const std::string& value) {
  return complaint_about({"prefill", flag, value});
}

TEST(BadFlags, NoCommandListsTheCommands) {
  EXPECT_EQ(
      complaint_about({}),
      "mllm-npu: command line: COMMAND: expected one of reproduce, prefill, list, plot, "
      "explain-gap, claims, calibrate, prepare, generate, perplexity, accuracy, logits, export, "
      "train-reference-model, found nothing");
}

TEST(BadFlags, AnUnknownCommandIsNamed) {
  EXPECT_THAT(complaint_about({"frob"}), AllOf(HasSubstr("COMMAND: "), EndsWith("found frob")));
  EXPECT_THAT(complaint_about({""}), EndsWith("found nothing"));
}

TEST(BadFlags, AnUnknownFlagIsNamed) {
  for (const char* command : {"reproduce", "prefill", "list", "plot", "calibrate"}) {
    EXPECT_THAT(complaint_about({command, "--frob"}), HasSubstr("--frob")) << command;
  }
  EXPECT_THAT(complaint_about({"--frob"}), HasSubstr("--frob"));
}

TEST(BadFlags, AWordTooManyIsNamed) {
  EXPECT_THAT(complaint_about({"list", "everything"}), EndsWith("everything"));
  EXPECT_THAT(complaint_about({"prefill", "list"}), EndsWith("list"));
}

TEST(BadFlags, AFlagWithoutItsValueIsNamed) {
  EXPECT_THAT(complaint_about({"prefill", "--device"}), HasSubstr("--device"));
  EXPECT_THAT(complaint_about({"reproduce", "--seed"}), HasSubstr("--seed"));
}

TEST(BadFlags, AFlagTwiceIsNamed) {
  EXPECT_THAT(complaint_about({"prefill", "--prompt-length", "1", "--prompt-length", "2"}),
              HasSubstr("--prompt-length"));
}

TEST(BadFlags, UnknownNamesListTheKnownOnes) {
  EXPECT_EQ(about_prefill("--device", "pixel"),
            "mllm-npu: command line: --device: expected one of redmi-k70-pro, redmi-k60-pro, "
            "xiaomi-14, found pixel");
  EXPECT_THAT(about_prefill("--model", "gpt"),
              AllOf(HasSubstr("--model: expected one of qwen1.5-1.8b, "), EndsWith("found gpt")));
  EXPECT_THAT(about_prefill("--system", "vllm"),
              AllOf(HasSubstr("--system: expected one of "), EndsWith("found vllm")));
  EXPECT_THAT(about_prefill("--policy", "fair"),
              AllOf(HasSubstr("--policy: expected one of serial, "), EndsWith("found fair")));
}

TEST(BadFlags, AnUnknownPolicyIsRefusedEvenWhereNoneIsUsed) {
  EXPECT_THAT(complaint_about({"prefill", "--system", "llama.cpp-cpu", "--policy", "fair"}),
              HasSubstr("--policy"));
}

TEST(BadFlags, ATechniqueIsRefusedForASystemThatHasNone) {
  for (const char* system : {"llama.cpp-cpu", "naive-npu"}) {
    EXPECT_THAT(complaint_about({"prefill", "--system", system, "--policy", "serial"}),
                AllOf(HasSubstr("--system: expected mllm-npu"),
                      EndsWith(std::string(system) + " with policy=serial")));
  }
}

TEST(BadFlags, ScalesOfTheShadowAreRefusedWhereOnlyTimeIsSimulated) {
  EXPECT_THAT(about_prefill("--shadow-scales", "per-channel"),
              HasSubstr("--shadow-scales: expected per-tensor: the scales change numbers"));
  EXPECT_EQ(about_prefill("--shadow-scales", "per-row"),
            "mllm-npu: command line: --shadow-scales: expected one of per-tensor, per-channel, "
            "found per-row");
}

TEST(BadFlags, AnUnknownExperimentListsTheKnownOnes) {
  for (const char* command : {"reproduce", "plot"}) {
    EXPECT_THAT(complaint_about({command, "fig99"}),
                AllOf(HasSubstr("ID: expected one of summary, fig1, "), EndsWith("found fig99")));
  }
}

TEST(BadFlags, APromptLengthIsAWholeNumberInItsRange) {
  for (const char* length :
       {"0", "-1", "abc", "99999999999999999999", "1048577", "1e3", "5 ", "+5", "0x10", "1e400"}) {
    EXPECT_EQ(about_prefill("--prompt-length", length),
              std::string("mllm-npu: command line: --prompt-length: expected a whole number from "
                          "1 to 1048576, found ") +
                  length);
  }
  EXPECT_THAT(about_prefill("--prompt-length", ""), EndsWith("found nothing"));
}

TEST(BadFlags, AShareIsANumberOfPercent) {
  for (const char* flag : {"--pruning-rate", "--hot-channels", "--hot-outliers"}) {
    for (const char* rate : {"101", "100.001", "-0.1", "nan", "inf", "1e400", "8,5", "85%"}) {
      EXPECT_EQ(about_prefill(flag, rate), std::string("mllm-npu: command line: ") + flag +
                                               ": expected a number from 0 to 100, found " + rate);
    }
  }
}

TEST(BadFlags, ChunkLengthsArePositiveAndDifferent) {
  EXPECT_THAT(about_prefill("--chunk-length", "0"),
              HasSubstr("--chunk-length: expected a whole number from 1 to 1048576, found 0"));
  EXPECT_THAT(complaint_about({"prefill", "--chunk-length", "64", "128", "64"}),
              HasSubstr("chunk-length: expected different lengths"));
}

TEST(BadFlags, MoreChunksThanAScheduleCanTakeAreRefused) {
  EXPECT_EQ(complaint_about({"prefill", "--prompt-length", "4097", "--chunk-length", "1"}),
            "mllm-npu: command line: --chunk-length: expected at most 4096 chunks, found 4097 of 1 "
            "tokens");
}

TEST(BadFlags, TheNpuIsNoFloatProcessor) {
  EXPECT_THAT(about_prefill("--float-processor", "npu"),
              HasSubstr("--float-processor: expected cpu or gpu, found npu"));
}

TEST(BadFlags, ReadingsOfPowerAreAWholeNumberOfMillisecondsApart) {
  for (const char* period : {"0", "-1", "0.5", "3600001", "100ms"}) {
    EXPECT_EQ(about_prefill("--power-sampling", period),
              std::string("mllm-npu: command line: --power-sampling: expected a whole number from "
                          "1 to 3600000, found ") +
                  period);
  }
}

TEST(BadFlags, ASeedIsAWholeNumberThatJsonHolds) {
  for (const char* seed : {"-1", "1.5", "9007199254740993"}) {
    EXPECT_THAT(complaint_about({"reproduce", "fig2", "--seed", seed}),
                AllOf(HasSubstr("--seed: expected a whole number from 0 to 9007199254740992"),
                      EndsWith(seed)));
  }
}

TEST(BadFlags, ControlCharactersDoNotReachTheTerminal) {
  const std::string complaint = about_prefill("--model", "a\033[31m\nb");
  EXPECT_THAT(complaint, EndsWith("found a?[31m?b"));
}

TEST(BadFlags, AVeryLongValueIsCut) {
  EXPECT_LT(about_prefill("--device", std::string(5000, 'x')).size(), 500U);
}

}  // namespace
}  // namespace mllm_npu
