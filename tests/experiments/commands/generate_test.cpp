// The commands that compute with a checkpoint, as a user runs them, on small random models.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/support/assets.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Arguments = std::vector<std::string>;

// A folder with the model "model" of random weights and a text "text.txt".
class ModelCommands : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    folder_->write("text.txt", "A bat is a mammal, and so is a whale.");
    const ProgramRun exported = run({"export", "--random", "--model", "qwen1.5-1.8b", "--format",
                                     "safetensors", "--output", "model"});
    ASSERT_EQ(exported.exit_code, 0) << exported.err;
  }
  static void TearDownTestSuite() { delete folder_; }

  static ProgramRun run(const Arguments& arguments) {
    return support::run_program(arguments, folder_->path());
  }
  static std::string complaint(const Arguments& arguments) {
    const ProgramRun result = run(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    return result.err;
  }
  static void copy_model(const std::string& name) {
    std::filesystem::copy(folder_->path() / "model", folder_->path() / name);
  }
  static boost::json::value logits(Arguments more) {
    more.insert(more.begin(), {"logits", "--weights", "model", "--tokens", "7,8,9,10,11"});
    const ProgramRun result = run(more);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return parse_json(result.out, "logits");
  }

  static inline TemporaryFolder* folder_ = nullptr;
};

TEST_F(ModelCommands, GenerateContinuesThePromptAndSaysHowFast) {
  const ProgramRun result =
      run({"generate", "--weights", "model", "--prompt", "Hello", "--max-tokens", "4"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("Hello"));
  EXPECT_THAT(result.out, HasSubstr("redmi-k70-pro (simulated, mllm-npu)"));
  EXPECT_THAT(result.out, HasSubstr("prefill (7 tokens)"));
  EXPECT_THAT(result.out, HasSubstr("decode (3 tokens)"));
}

TEST_F(ModelCommands, GenerateDrawsTheSameTextWithTheSameSeed) {
  const auto text = [&](const char* seed) {
    const std::string out = run({"generate", "--weights", "model", "--prompt", "Hello", "--fp32",
                                 "--max-tokens", "8", "--temperature", "1", "--seed", seed})
                                .out;
    return out.substr(0, out.find("\n\ntoken/s"));
  };
  EXPECT_EQ(text("1"), text("1"));
  EXPECT_NE(text("1"), text("2"));
}

TEST_F(ModelCommands, LogitsAreTheSameBytesInEveryOrderAndWithEveryChunkLength) {
  const boost::json::value whole = logits({});
  EXPECT_EQ(whole.at("logits").as_array().size(), 512U);
  EXPECT_EQ(logits({"--policy", "in-order", "--chunk-length", "2"}), whole);
  EXPECT_EQ(logits({"--no-chunk-sharing"}), whole);
}

TEST_F(ModelCommands, LogitsOfTheTwoPathsAreNear) {
  const auto exact = logits({"--fp32"}).at("logits").as_array();
  const auto quantised = logits({}).at("logits").as_array();
  EXPECT_NE(exact, quantised);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    EXPECT_NEAR(exact[i].to_number<double>(), quantised[i].to_number<double>(), 1) << i;
  }
}

TEST_F(ModelCommands, AQuantizerComputesInsteadOfTheEngine) {
  const auto exact = logits({"--fp32"}).at("logits").as_array();
  const auto blocks = logits({"--quantizer", "k-quant-q8_0"}).at("logits").as_array();
  EXPECT_NE(blocks, exact);
  EXPECT_NE(blocks, logits({}).at("logits").as_array());
  for (std::size_t i = 0; i < exact.size(); ++i) {
    EXPECT_NEAR(exact[i].to_number<double>(), blocks[i].to_number<double>(), 0.1) << i;
  }
}

TEST_F(ModelCommands, ASystemComputesInItsOwnNumberFormat) {
  const Arguments command = {"generate", "--weights", "model",        "--prompt", "x",
                             "--system", "mnn-cpu",   "--max-tokens", "2",        "--force"};
  EXPECT_THAT(run(command).err, HasSubstr("quantising with per-token"));
  Arguments exact = command;
  exact.emplace_back("--fp32");
  EXPECT_THAT(run(exact).err, Not(HasSubstr("quantising")));
}

TEST_F(ModelCommands, ASystemThatThePaperDoesNotRunTheModelOnNeedsForce) {
  EXPECT_EQ(
      complaint({"generate", "--weights", "model", "--prompt", "x", "--system", "tflite-cpu"}),
      "mllm-npu: command line: --weights: expected gemma-2b, phi-2-2.7b, as the paper runs on "
      "tflite-cpu (--force for others), found model\n");
}

TEST_F(ModelCommands, AQuantizerIsRefusedBesideAnotherWayToCompute) {
  const auto about = [&](const Arguments& more) {
    Arguments command = {"logits", "--weights", "model", "--tokens", "7"};
    command.insert(command.end(), more.begin(), more.end());
    return complaint(command);
  };
  EXPECT_THAT(about({"--quantizer", "int4"}), HasSubstr("--quantizer: expected"));
  EXPECT_THAT(about({"--quantizer", "awq", "--fp32"}), EndsWith("found awq with --fp32\n"));
  EXPECT_THAT(about({"--quantizer", "awq", "--no-shadow"}),
              HasSubstr("--quantizer: expected no other way to compute beside it, found awq with"));
}

TEST_F(ModelCommands, LogitsOfTokensNeedNoTokenizer) {
  copy_model("bare");
  std::filesystem::remove(folder_->path() / "bare/tokenizer.json");
  const Arguments command = {"logits", "--weights", "bare", "--tokens", "7,8,9,10,11"};
  const ProgramRun result = run(command);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, StartsWith("note: calibrates with the given tokens: bare: expected"));
  const auto exact = logits({"--fp32"}).at("logits").as_array();
  const auto quantised = parse_json(result.out, "logits").at("logits").as_array();
  EXPECT_NE(quantised, logits({}).at("logits").as_array()) << "other texts, other scales";
  for (std::size_t i = 0; i < exact.size(); ++i) {
    EXPECT_NEAR(exact[i].to_number<double>(), quantised[i].to_number<double>(), 1) << i;
  }
}

TEST_F(ModelCommands, ACalibrationOrAPromptNeedsATokenizer) {
  copy_model("mute");
  std::filesystem::remove(folder_->path() / "mute/tokenizer.json");
  const std::string expected = "mllm-npu: mute: expected tokenizer.json";
  EXPECT_THAT(
      complaint({"logits", "--weights", "mute", "--tokens", "7", "--calibration", "text.txt"}),
      StartsWith(expected));
  EXPECT_THAT(complaint({"logits", "--weights", "mute", "--prompt", "x"}), StartsWith(expected));
}

TEST_F(ModelCommands, PerplexityIsToldWithItsTokensAndPath) {
  const Arguments command = {"perplexity", "--weights", "model", "--text",
                             "text.txt",   "--context", "16"};
  const ProgramRun result = run(command);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("perplexity "));
  EXPECT_THAT(result.out, EndsWith("tokens, context 16, W8A8\n"));
  Arguments other = command;
  other.insert(other.end(), {"--quantizer", "per-token"});
  EXPECT_THAT(run(other).out, EndsWith("tokens, context 16, per-token\n"));
}

TEST_F(ModelCommands, WhatTheModelCannotReadIsToldBeforeItIsQuantised) {
  EXPECT_EQ(complaint({"logits", "--weights", "model", "--tokens", "512"}),
            "mllm-npu: command line: --tokens: expected a whole number from 0 to 511, found 512\n");
  EXPECT_EQ(complaint({"generate", "--weights", "model", "--prompt", std::string(40000, 'x')}),
            "mllm-npu: --prompt: expected 1 to 32768 tokens, found 40002\n");
}

TEST_F(ModelCommands, OptionsWhoseValuesAreNotComputedAreRefused) {
  EXPECT_THAT(complaint({"logits", "--weights", "model", "--tokens", "1", "--group-size", "32"}),
              HasSubstr("group size: expected 0"));
  EXPECT_THAT(complaint({"generate", "--weights", "model", "--prompt", "x", "--top-p", "0"}),
              HasSubstr("top p"));
}

TEST_F(ModelCommands, AMissingModelOrTextIsNamed) {
  EXPECT_THAT(complaint({"generate", "--weights", "nowhere", "--prompt", "x"}),
              StartsWith("mllm-npu: nowhere: expected"));
  EXPECT_THAT(complaint({"perplexity", "--weights", "model", "--text", "nowhere.txt"}),
              StartsWith("mllm-npu: nowhere.txt: expected"));
}

TEST_F(ModelCommands, AModelOfOneTokenOfContextHasNoPerplexity) {
  std::string config = bytes_of(folder_->path() / "model/config.json");
  const std::string from = "\"max_position_embeddings\": 32768";
  ASSERT_NE(config.find(from), std::string::npos);
  config.replace(config.find(from), from.size(), "\"max_position_embeddings\": 1");
  std::filesystem::copy(folder_->path() / "model", folder_->path() / "short");
  folder_->write("short/config.json", config);
  EXPECT_THAT(complaint({"perplexity", "--weights", "short", "--text", "text.txt"}),
              HasSubstr("max_position_embeddings: expected at least 2"));
}

TEST(RealModelCommands, AStoryIsToldInW8A8) {
  MLLM_NPU_ASSET_OR_SKIP(model, "models/TinyStories-656K");
  const TemporaryFolder folder;
  const ProgramRun result =
      support::run_program({"generate", "--weights", model.string(), "--prompt", "Once upon a time",
                            "--max-tokens", "16"},
                           folder.path());
  EXPECT_THAT(result.out,
              StartsWith("Once upon a time, a little girl named Lily found a big, round ball."));
}

}  // namespace
}  // namespace mllm_npu
