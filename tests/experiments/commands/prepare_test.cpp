// `mllm-npu prepare` and what the other commands make of it, as a user runs them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/preparation_report.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using Arguments = std::vector<std::string>;

// A folder with the model "model", a text "text.txt" and preparations of it.
class PrepareCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    folder_->write("text.txt", "A bat is a mammal, and so is a whale.");
    folder_->write("items.jsonl", "{\"text\": \"A bat is a mammal, and so is a whale\"}\n");
    for (const char* format : {"safetensors", "gguf"}) {
      run({"export", "--random", "--model", "qwen1.5-1.8b", "--format", format, "--output",
           std::string("model") + (format[0] == 'g' ? ".gguf" : "")});
    }
    run({"prepare", "--weights", "model", "--calibration", "text.txt", "--pruning-rate", "50"});
  }
  static void TearDownTestSuite() { delete folder_; }

  // Must succeed.
  static std::string run(const Arguments& arguments) {
    const ProgramRun result = support::run_program(arguments, folder_->path());
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  }
  static std::string complaint(const Arguments& arguments) {
    const ProgramRun result = support::run_program(arguments, folder_->path());
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    return result.err;
  }
  static Arguments with(Arguments command, const Arguments& more) {
    command.insert(command.end(), {"--weights", "model", "--pruning-rate", "50"});
    command.insert(command.end(), more.begin(), more.end());
    return command;
  }
  static std::string logits_complaint(const Arguments& more) {
    return complaint(with({"logits", "--tokens", "7,8,9"}, more));
  }

  static inline TemporaryFolder* folder_ = nullptr;
};

TEST_F(PrepareCommand, GivesEveryCommandWhatCalibratingNowGives) {
  const Arguments commands[] = {
      {"logits", "--tokens", "7,8,9,10,11"},
      {"perplexity", "--text", "text.txt", "--context", "16"},
      {"accuracy", "--task", "lambada", "--data", "items.jsonl"},
  };
  for (const Arguments& command : commands) {
    const std::string now = run(with(command, {"--calibration", "text.txt"}));
    EXPECT_EQ(run(with(command, {"--prepared", "model/mllm-npu"})), now) << command.front();
    EXPECT_NE(run(with(command, {"--no-shadow", "--calibration", "text.txt"})), now)
        << command.front();
  }
  // Speeds of this machine follow the text.
  const Arguments generate = {"generate", "--prompt", "A bat", "--max-tokens", "4"};
  const auto text = [](const std::string& out) { return out.substr(0, out.find("\n\ntoken/s")); };
  EXPECT_EQ(text(run(with(generate, {"--prepared", "model/mllm-npu"}))),
            text(run(with(generate, {"--calibration", "text.txt"}))));
}

TEST_F(PrepareCommand, SaysWhatItFoundAndWhereItIs) {
  const std::string out = run({"prepare", "--weights", "model.gguf"});
  for (const char* said :
       {"input of", "outlier channels per chunk", "of them hot", "mean importance",
        "max importance", "q_proj k_proj v_proj", "layers that keep its shadow", "down_proj"}) {
    EXPECT_THAT(out, HasSubstr(said));
  }
  EXPECT_THAT(out, EndsWith("\nmodel.gguf.mllm-npu/preparation.json\n"
                            "model.gguf.mllm-npu/shadow.safetensors\n"));
  EXPECT_THAT(bytes_of(folder_->path() / "model.gguf.mllm-npu/preparation.json"),
              HasSubstr("\"name\": \"project's texts\""));
}

TEST_F(PrepareCommand, WritesTheSameBytesOnARerun) {
  const std::string before = bytes_of(folder_->path() / "model/mllm-npu/preparation.json");
  run({"prepare", "--weights", "model", "--calibration", "text.txt", "--pruning-rate", "50",
       "--out", "again/deep"});
  EXPECT_EQ(bytes_of(folder_->path() / "again/deep/preparation.json"), before);
  EXPECT_EQ(bytes_of(folder_->path() / "again/deep/shadow.safetensors"),
            bytes_of(folder_->path() / "model/mllm-npu/shadow.safetensors"));
}

TEST_F(PrepareCommand, SavesTheOptionsThatItWasAskedFor) {
  run({"prepare", "--weights", "model", "--calibration", "text.txt", "--scale-rule",
       "signed-percentile", "--outlier-channels", "2", "--hot-channels", "25", "--pruning-rate",
       "75", "--out", "asked"});
  const std::string text = bytes_of(folder_->path() / "asked/preparation.json");
  for (const char* said :
       {R"("scale_rule": "signed-percentile")", R"("outlier_channel_share": 0.02)",
        R"("hot_channel_share": 0.25)", R"("pruning_rate": 0.75)", R"("name": "text.txt")"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
}

TEST_F(PrepareCommand, SavesTheScalesOfTheShadowsChannels) {
  run({"prepare", "--weights", "model", "--calibration", "text.txt", "--pruning-rate", "50",
       "--shadow-scales", "per-channel", "--out", "scaled"});
  const Arguments logits = {"logits", "--tokens", "7,8,9,10,11", "--shadow-scales", "per-channel"};
  const std::string read = run(with(logits, {"--prepared", "scaled"}));
  EXPECT_EQ(read, run(with(logits, {"--calibration", "text.txt"})));
  EXPECT_THAT(logits_complaint({"--prepared", "scaled"}),
              HasSubstr("shadow_scales: expected per-tensor, which was asked for, found "
                        "per-channel"));
}

TEST_F(PrepareCommand, OfMaxMinServesTheEngineWithoutAShadow) {
  run({"prepare", "--weights", "model", "--calibration", "text.txt", "--scale-rule", "max-min",
       "--out", "max-min"});
  const Arguments logits = {"logits", "--tokens", "7,8,9,10,11", "--no-shadow"};
  EXPECT_EQ(run(with(logits, {"--prepared", "max-min"})),
            run(with(logits, {"--calibration", "text.txt"})));
}

TEST_F(PrepareCommand, AMissingOrTruncatedFileIsToldInOneLine) {
  EXPECT_THAT(logits_complaint({"--prepared", "nowhere"}),
              StartsWith("mllm-npu: nowhere/preparation.json: expected a"));
  const auto prepared = folder_->path() / "model/mllm-npu";
  std::filesystem::copy(prepared, folder_->path() / "cut");
  const std::string shadow = bytes_of(prepared / "shadow.safetensors");
  folder_->write("cut/shadow.safetensors", shadow.substr(0, shadow.size() - 1));
  EXPECT_THAT(logits_complaint({"--prepared", "cut"}),
              AllOf(StartsWith("mllm-npu: cut/shadow.safetensors: layers."),
                    HasSubstr("data_offsets[1]: expected a whole number")));
  std::filesystem::remove(folder_->path() / "cut/shadow.safetensors");
  EXPECT_EQ(logits_complaint({"--prepared", "cut"}),
            "mllm-npu: cut/shadow.safetensors: expected a file to read, found No such file or "
            "directory\n");
}

TEST_F(PrepareCommand, OtherOptionsAreToldInOneLine) {
  EXPECT_THAT(
      complaint({"logits", "--tokens", "7", "--weights", "model", "--prepared", "model/mllm-npu"}),
      HasSubstr("pruning_rate: expected 0.85, which was asked for, found 0.5"));
  EXPECT_EQ(logits_complaint({"--prepared", "model/mllm-npu", "--calibration", "text.txt"}),
            "mllm-npu: command line: --calibration: expected no --prepared beside it, found "
            "model/mllm-npu\n");
}

TEST_F(PrepareCommand, WrongFlagsAreToldAndWriteNothing) {
  const auto told = [](const char* flag, const char* value) {
    return complaint({"prepare", "--weights", "model", "--out", "unwritten", flag, value});
  };
  EXPECT_THAT(told("--scale-rule", "best"),
              HasSubstr("one of outlier-channels, signed-percentile, max-min, found best"));
  EXPECT_THAT(told("--pruning-rate", "101"), HasSubstr("--pruning-rate: expected a number from 0"));
  EXPECT_THAT(told("--outlier-channels", "x"), HasSubstr("--outlier-channels: expected a number"));
  EXPECT_THAT(told("--hot-channels", "-1"), HasSubstr("--hot-channels: expected a number"));
  EXPECT_THAT(told("--shadow-scales", "x"),
              HasSubstr("--shadow-scales: expected one of per-tensor, per-channel, found x"));
  EXPECT_THAT(complaint({"prepare", "--weights", "model", "--out", "unwritten", "--scale-rule",
                         "max-min", "--shadow-scales", "per-channel"}),
              HasSubstr("--shadow-scales: expected a --scale-rule that leaves outliers, found "
                        "per-channel with max-min"));
  EXPECT_THAT(told("--calibration", "nowhere.txt"), HasSubstr("nowhere.txt: expected a file"));
  EXPECT_FALSE(std::filesystem::exists(folder_->path() / "unwritten"));
}

TEST(RunsText, JoinsWhatFollowsEachOther) {
  EXPECT_EQ(runs_text({}), "none");
  EXPECT_EQ(runs_text({4}), "4");
  EXPECT_EQ(runs_text({0, 1, 2, 3, 7, 9, 10}), "0-3 7 9-10");
}

}  // namespace
}  // namespace mllm_npu
