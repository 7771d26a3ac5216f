// The export command as a user runs it: what it writes can be opened again, and what is wrong is
// told in one line before anything is written.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/checkpoint/checkpoint.h"
#include "engine/model/model_catalog.h"
#include "engine/model/small_model.h"
#include "tests/support/assets.h"
#include "tests/support/llama2c_text.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Arguments = std::vector<std::string>;

ProgramRun run(const TemporaryFolder& folder, Arguments arguments) {
  arguments.insert(arguments.begin(), "export");
  return support::run_program(arguments, folder.path());
}

Arguments random_model(const std::string& name, const std::string& format,
                       const std::string& output, const std::string& type = "f32") {
  return {"--random", "--model", name, "--format", format, "--type", type, "--output", output};
}

Arguments conversion(const std::string& weights, const std::string& format,
                     const std::string& output, const std::string& type = "f32") {
  return {"--weights", weights, "--format", format, "--type", type, "--output", output};
}

// The complaint, when nothing may be written.
std::string complaint(const Arguments& arguments) {
  const TemporaryFolder folder;
  const ProgramRun result = run(folder, arguments);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_TRUE(fs::is_empty(folder.path()));
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  return result.err;
}

std::vector<float> row_of(const Checkpoint& checkpoint, const WeightId& id, std::int64_t row) {
  const StoredTensor& tensor = checkpoint.weight(id);
  std::vector<float> numbers(static_cast<std::size_t>(tensor.columns()));
  read_rows(tensor, row, {numbers.data(), 1, tensor.columns()});
  return numbers;
}

// First and last row of every weight, but of the norms, which GGUF may keep in another way.
void expect_same_rows(const Checkpoint& a, const Checkpoint& b) {
  for (const WeightShape& weight : weight_layout(a.model())) {
    if (weight.shape.size() < 2) continue;
    for (const std::int64_t row : {std::int64_t{0}, weight.shape.front() - 1}) {
      EXPECT_EQ(row_of(a, weight.id, row), row_of(b, weight.id, row)) << text_of(weight.id);
    }
  }
}

TEST(Export, WritesAFolderThatOpensAgain) {
  const TemporaryFolder folder;
  const ProgramRun result = run(folder, random_model("mistral-7b", "safetensors", "a/m"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "a/m\n");
  EXPECT_THAT(result.err, HasSubstr("[1/1] writing a/m"));
  ModelConfig expected = small_version(find_model("mistral-7b"));
  expected.name = expected.title = "m";
  EXPECT_EQ(open_checkpoint(folder.path() / "a/m").model(), expected);
  EXPECT_FALSE(fs::exists(folder.path() / "a/m.tmp"));
}

TEST(Export, GivesARandomModelATokenizerForAnyText) {
  const TemporaryFolder folder;
  run(folder, random_model("qwen1.5-1.8b", "safetensors", "m"));
  run(folder, random_model("qwen1.5-1.8b", "gguf", "m.gguf"));
  const std::string text = "Hello,  \xe4\xb8\x96\xe7\x95\x8c\n";
  const auto from_folder = open_tokenizer(folder.path() / "m");
  const auto from_file = open_tokenizer(folder.path() / "m.gguf");
  EXPECT_EQ(from_folder->vocab_size(), 512);
  EXPECT_EQ(from_folder->decode(from_folder->encode(text)), text);
  EXPECT_EQ(from_file->encode(text), from_folder->encode(text));
  EXPECT_EQ(from_file->begin_of_text(), from_folder->begin_of_text());
  EXPECT_EQ(from_file->ends_of_text(), from_folder->ends_of_text());
}

TEST(Export, WritesTheSameNumbersInBothForms) {
  for (const char* name : {"gemma-2b", "llama-2-7b", "phi-2-2.7b"}) {
    const TemporaryFolder folder;
    run(folder, random_model(name, "safetensors", "m", "f16"));
    run(folder, random_model(name, "gguf", "m.gguf", "f16"));
    expect_same_rows(open_checkpoint(folder.path() / "m"),
                     open_checkpoint(folder.path() / "m.gguf"));
  }
}

TEST(Export, WritesTheSameBytesForASeedAndOthersForAnother) {
  const TemporaryFolder folder;
  const auto file = [&](const std::string& output, const std::string& seed) {
    Arguments arguments = random_model("gemma-2b", "safetensors", output);
    arguments.insert(arguments.end(), {"--seed", seed});
    run(folder, arguments);
    return support::bytes_of(folder.path() / output / "model.safetensors");
  };
  const std::string first = file("a", "5");
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(file("b", "5"), first);
  EXPECT_NE(file("c", "6"), first);
}

TEST(Export, ConvertsAFolderAndTakesItsTokenizerAlong) {
  const TemporaryFolder folder;
  run(folder, random_model("qwen1.5-1.8b", "safetensors", "a"));
  const ProgramRun result = run(folder, conversion("a", "safetensors", "b"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const char* name :
       {"tokenizer.json", "tokenizer_config.json", "config.json", "model.safetensors"}) {
    EXPECT_EQ(support::bytes_of(folder.path() / "a" / name),
              support::bytes_of(folder.path() / "b" / name))
        << name;
  }
}

TEST(Export, ConvertsAGgufFileBackToTheFolderItCameFrom) {
  for (const char* name : {"gemma-2b", "mistral-7b"}) {
    const TemporaryFolder folder;
    run(folder, random_model(name, "safetensors", "a"));
    run(folder, random_model(name, "gguf", "a.gguf"));
    const ProgramRun result = run(folder, conversion("a.gguf", "safetensors", "b"));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("note: b has no tokenizer"));
    const Checkpoint first = open_checkpoint(folder.path() / "a");
    const Checkpoint second = open_checkpoint(folder.path() / "b");
    EXPECT_EQ(first.model().model_type, second.model().model_type);
    EXPECT_EQ(first.model().normalization, second.model().normalization);
    EXPECT_EQ(first.model().sliding_window, second.model().sliding_window);
    expect_same_rows(first, second);
    const WeightId norm{.role = WeightRole::kFinalNorm};
    EXPECT_NEAR(row_of(first, norm, 0)[0], row_of(second, norm, 0)[0], 1e-6);
  }
}

TEST(Export, ConvertsALlama2cFileWithItsTokenizer) {
  MLLM_NPU_ASSET_OR_SKIP(path, "models/stories260K/stories260K.bin");
  const TemporaryFolder folder;
  const ProgramRun result = run(folder, conversion(path.string(), "gguf", "s.gguf"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, Not(HasSubstr("note:")));
  const auto from_bin = open_tokenizer(path);
  const auto from_gguf = open_tokenizer(folder.path() / "s.gguf");
  EXPECT_EQ(from_bin->encode("Once upon a time"), from_gguf->encode("Once upon a time"));
  expect_same_rows(open_checkpoint(path), open_checkpoint(folder.path() / "s.gguf"));
}

TEST(Export, ConvertsAFolderWithItsTokenizer) {
  const TemporaryFolder folder;
  run(folder, random_model("mistral-7b", "safetensors", "a"));
  const ProgramRun result = run(folder, conversion("a", "gguf", "a.gguf"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, StartsWith("[1/1] writing a.gguf"));
  EXPECT_THAT(result.err, Not(HasSubstr("note:")));
  const std::string text = "gr\u00fc\u00dfe,  there\n";
  const auto from_folder = open_tokenizer(folder.path() / "a");
  const auto from_gguf = open_tokenizer(folder.path() / "a.gguf");
  EXPECT_EQ(encode_prompt(*from_gguf, text), encode_prompt(*from_folder, text));
  EXPECT_EQ(from_gguf->ends_of_text(), from_folder->ends_of_text());
}

TEST(Export, SaysWhyATokenizerStaysBehind) {
  const TemporaryFolder folder;
  run(folder, random_model("mistral-7b", "safetensors", "a"));
  folder.write("a/tokenizer.json", "{}");
  const ProgramRun result = run(folder, conversion("a", "gguf", "a.gguf"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("note: a.gguf has no tokenizer: a/tokenizer.json: model: "));
  fs::remove(folder.path() / "a/tokenizer.json");
  EXPECT_THAT(run(folder, conversion("a", "gguf", "b.gguf")).err,
              HasSubstr("note: b.gguf has no tokenizer: a has none\n"));
}

TEST(Export, RefusesToReplaceAnythingWithoutForce) {
  const TemporaryFolder folder;
  for (const char* format : {"gguf", "safetensors"}) {
    const Arguments arguments = random_model("qwen1.5-1.8b", format, format);
    EXPECT_EQ(run(folder, arguments).exit_code, 0);
    const ProgramRun again = run(folder, arguments);
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err,
                EndsWith(": expected nothing there, or --force, found an existing path\n"));
    EXPECT_THAT(again.err, Not(HasSubstr("writing"))) << "checked before it begins";
    Arguments forced = arguments;
    forced.push_back("--force");
    EXPECT_EQ(run(folder, forced).exit_code, 0);
  }
}

TEST(Export, ReplacesNothingThatIsNoModel) {
  const TemporaryFolder folder;
  folder.write("home/letter.txt", "dear");
  Arguments arguments = random_model("qwen1.5-1.8b", "safetensors", "home");
  arguments.push_back("--force");
  EXPECT_THAT(run(folder, arguments).err,
              HasSubstr("home: expected a folder with a config.json to replace"));
  Arguments file = random_model("qwen1.5-1.8b", "gguf", "home");
  file.push_back("--force");
  EXPECT_THAT(run(folder, file).err, HasSubstr("home: expected a file to replace"));
  EXPECT_EQ(support::bytes_of(folder.path() / "home/letter.txt"), "dear");
}

TEST(Export, SaysWhichFlagIsWrong) {
  EXPECT_THAT(complaint({}), EndsWith("--random: expected --random or --weights, found neither\n"));
  EXPECT_THAT(complaint({"--random", "--weights", "x"}), HasSubstr("--random: "));
  EXPECT_THAT(complaint({"--random"}), HasSubstr("--format: expected one of gguf, safetensors"));
  EXPECT_THAT(complaint({"--random", "--format", "gguf", "--model", "gpt-5", "--output", "x"}),
              HasSubstr("--model: expected one of qwen1.5-1.8b"));
  EXPECT_THAT(complaint({"--random", "--format", "gguf", "--model", "gemma-2b"}),
              HasSubstr("--output: expected a path, found nothing"));
  EXPECT_THAT(complaint(random_model("gemma-2b", "safetensors", "x", "q8_0")),
              HasSubstr("--type: expected f32 or f16 with --format safetensors, found q8_0"));
  EXPECT_THAT(complaint(random_model("gemma-2b", "gguf", "x", "q9")), HasSubstr("--type: "));
  EXPECT_THAT(complaint({"--weights", "x", "--seed", "1"}),
              HasSubstr("--seed: expected --random beside it, found --weights"));
}

TEST(Export, SaysWhichScaleOrSeedIsWrong) {
  Arguments arguments = random_model("gemma-2b", "gguf", "x");
  arguments.insert(arguments.end(), {"--scale", "MEDIUM"});
  EXPECT_THAT(complaint(arguments),
              HasSubstr("--scale: expected one of SMALL, FULL, found MEDIUM"));
  arguments = random_model("gemma-2b", "gguf", "x");
  arguments.insert(arguments.end(), {"--seed", "-1"});
  EXPECT_THAT(complaint(arguments), HasSubstr("--seed: expected a whole number from 0"));
}

TEST(Export, SaysWhatIsWrongWithTheWeights) {
  EXPECT_THAT(complaint(conversion("nowhere", "gguf", "x")),
              HasSubstr("nowhere: expected a folder"));
}

TEST(Export, LeavesNothingBehindWhenItFails) {
  const TemporaryFolder folder;
  folder.write("taken", "text");
  const ProgramRun result = run(folder, random_model("gemma-2b", "safetensors", "taken/below"));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, StartsWith("mllm-npu: taken/below: expected a place where folders"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

Arguments with(Arguments arguments, const std::string& more) {
  arguments.push_back(more);
  return arguments;
}

TEST(Export, ReplacesAFolderThatIsNamedWithASlash) {
  const TemporaryFolder folder;
  EXPECT_EQ(run(folder, random_model("gemma-2b", "safetensors", "model/")).exit_code, 0);
  const std::string before = support::bytes_of(folder.path() / "model/model.safetensors");
  const ProgramRun again =
      run(folder,
          with(with(with(random_model("gemma-2b", "safetensors", "model/"), "--force"), "--seed"),
               "5"));
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_NE(support::bytes_of(folder.path() / "model/model.safetensors"), before);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(Export, ConvertsAFolderInPlace) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(folder, random_model("gemma-2b", "safetensors", "model")).exit_code, 0);
  const ProgramRun half =
      run(folder, with(conversion("model/", "safetensors", "model/", "f16"), "--force"));
  EXPECT_EQ(half.exit_code, 0) << half.err;
  const Checkpoint checkpoint = open_checkpoint(folder.path() / "model");
  EXPECT_EQ(checkpoint.weight({.role = WeightRole::kEmbedding}).format, StorageFormat::kF16);
}

TEST(Export, ReplacesNoFolderThatHoldsMoreThanAModel) {
  const TemporaryFolder folder;
  folder.write("home/config.json", "{}");
  folder.write("home/diary", "dear");
  folder.write("home.tmp/diary", "dear");
  const ProgramRun result =
      run(folder, with(random_model("gemma-2b", "safetensors", "home"), "--force"));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, EndsWith("found diary\n"));
  EXPECT_EQ(support::bytes_of(folder.path() / "home/diary"), "dear");
  EXPECT_EQ(support::bytes_of(folder.path() / "home.tmp/diary"), "dear");
}

}  // namespace
}  // namespace mllm_npu
