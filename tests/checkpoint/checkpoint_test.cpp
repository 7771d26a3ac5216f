#include "engine/checkpoint/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/output_file.h"
#include "engine/checkpoint/checkpoint_kind.h"
#include "engine/checkpoint/plain_rows.h"
#include "tests/support/input_error_of.h"
#include "tests/support/llama2c_text.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;

const std::string& numbers() {
  static const std::string kNumbers(4096, '\0');
  return kNumbers;
}

// Every weight of the tiny model.
std::map<WeightId, StoredTensor> weights_of(const ModelConfig& model) {
  std::map<WeightId, StoredTensor> weights;
  for (const WeightShape& weight : weight_layout(model)) {
    const auto size = static_cast<std::size_t>(4 * weight.count());
    weights[weight.id] = {"a tensor", StorageFormat::kF32, weight.shape,
                          std::as_bytes(std::span(numbers())).first(size)};
  }
  return weights;
}

std::string error_with(std::map<WeightId, StoredTensor> weights) {
  return input_error_of([&] { Checkpoint("path", support::tiny_model(), std::move(weights), {}); });
}

TEST(Checkpoint, GivesTheWeightsThatItWasGiven) {
  const ModelConfig model = support::tiny_model();
  const Checkpoint checkpoint("path", model, weights_of(model), {});
  EXPECT_EQ(checkpoint.path(), "path");
  EXPECT_EQ(checkpoint.weight({.role = WeightRole::kFinalNorm}).columns(), 16);
}

TEST(Checkpoint, NamesAWeightThatIsMissing) {
  auto weights = weights_of(support::tiny_model());
  weights.erase({.role = WeightRole::kDown, .layer = 1});
  EXPECT_EQ(error_with(weights),
            "path: layer 1, down_proj: expected a tensor of [16, 32], found none");
}

TEST(Checkpoint, NamesAWeightOfAnotherShape) {
  auto weights = weights_of(support::tiny_model());
  weights.at({.role = WeightRole::kDown, .layer = 1}).shape = {32, 16};
  EXPECT_EQ(error_with(weights),
            "path: a tensor: expected [16, 32] for layer 1, down_proj, found [32, 16]");
}

TEST(Checkpoint, IgnoresWeightsBeyondTheModels) {
  auto weights = weights_of(support::tiny_model());
  weights[{.role = WeightRole::kDown, .layer = 7}] = {};
  EXPECT_EQ(error_with(weights), "no error");
}

TEST(CheckpointDeathTest, StopsAtBytesThatAreNotTheShapes) {
  auto weights = weights_of(support::tiny_model());
  weights.at({.role = WeightRole::kFinalNorm}).bytes = {};
  EXPECT_DEATH(error_with(weights), "a tensor: 0");
}

TEST(OpenCheckpoint, TellsTheKindsApart) {
  const TemporaryFolder folder;
  EXPECT_EQ(checkpoint_kind(folder.path()), CheckpointKind::kHuggingFace);
  EXPECT_EQ(checkpoint_kind(folder.write("a.bin", "GGUF...")), CheckpointKind::kGguf);
  EXPECT_EQ(checkpoint_kind(folder.write("b.bin", "GGU")), CheckpointKind::kLlama2c);
}

TEST(OpenCheckpoint, NamesWhatIsNoCheckpoint) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { open_checkpoint(folder.write("a.txt", "text")); }),
              EndsWith("a.txt: expected a Hugging Face folder, a GGUF file, or a llama2.c file "
                       "named *.bin, found a file that is none of them"));
  EXPECT_THAT(input_error_of([&] { open_checkpoint(folder.path() / "none"); }),
              HasSubstr("none: expected a folder or file with a model, found "));
  EXPECT_THAT(input_error_of([&] { open_checkpoint("/dev/null"); }),
              HasSubstr("/dev/null: expected a folder or a regular file"));
  EXPECT_THAT(input_error_of([&] { open_checkpoint(""); }), HasSubstr("expected a folder or file"));
}

TEST(OpenCheckpoint, OpensAFolderAndALlama2cFile) {
  const TemporaryFolder folder;
  support::write_tiny_folder(folder.path());
  EXPECT_EQ(open_checkpoint(folder.path()).model().vocab_size, 20);
  const auto file = folder.write(
      "a.bin", support::llama2c_text(support::kLlama2cHeader, support::kLlama2cNumbers));
  EXPECT_EQ(open_checkpoint(file).model().vocab_size, 6);
}

TEST(OutputFile, HasItsNameOnlyWhenItIsFinished) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "below/file";
  {
    OutputFile file(path);
    file.append("abc");
    EXPECT_EQ(file.size(), 3U);
    EXPECT_FALSE(fs::exists(path));
    file.finish();
  }
  EXPECT_EQ(support::bytes_of(path), "abc");
}

TEST(OutputFile, LeavesNothingBehindAndKeepsTheOldOneWithoutItsEnd) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("file", "old");
  { OutputFile(path).append("new"); }
  EXPECT_EQ(support::bytes_of(path), "old");
  EXPECT_FALSE(fs::exists(path.string() + ".tmp"));
}

TEST(OutputFile, NamesAPathThatCannotBeWritten) {
  const TemporaryFolder folder;
  folder.write("file", "a file");
  EXPECT_THAT(input_error_of([&] { OutputFile(folder.path() / "file/below"); }),
              HasSubstr("file/below: expected a writable file, found "));
  fs::create_directory(folder.path() / "folder");
  OutputFile over(folder.path() / "folder");
  EXPECT_THAT(input_error_of([&] { over.finish(); }),
              HasSubstr("folder: expected a writable file"));
}

TEST(OutputFile, SaysWhenThereIsNoRoom) {
  if (!fs::exists("/dev/full")) GTEST_SKIP();
  const TemporaryFolder folder;
  fs::create_symlink("/dev/full", folder.path() / "file.tmp");
  EXPECT_THAT(input_error_of([&] {
                OutputFile file(folder.path() / "file");
                file.append(std::string(1 << 20, 'x'));
                file.finish();
              }),
              HasSubstr("found No space left on device"));
}

TEST(PlainRows, RoundToTheNearestAndTiesToEven) {
  const std::vector<float> numbers = {1, 1 + 0x1p-11F, 1 + 0x3p-11F, -0.1F};
  std::vector<std::byte> bytes;
  EXPECT_TRUE(to_plain(StorageFormat::kF16, numbers, bytes));
  const StoredTensor half{"t", StorageFormat::kF16, {4}, bytes};
  Matrix<float> found(1, 4);
  read_rows(half, 0, found.view());
  EXPECT_EQ(found(0, 0), 1);
  EXPECT_EQ(found(0, 1), 1);
  EXPECT_EQ(found(0, 2), 1 + 0x1p-9F);
  EXPECT_EQ(found(0, 3), -0x1.998p-4F);
}

TEST(PlainRows, SayWhetherAllNumbersFit) {
  std::vector<std::byte> bytes;
  const std::vector<float> most = {65504};
  const std::vector<float> more = {0, 65520};
  EXPECT_TRUE(to_plain(StorageFormat::kF16, most, bytes));
  EXPECT_FALSE(to_plain(StorageFormat::kF16, more, bytes));
  EXPECT_TRUE(to_plain(StorageFormat::kBf16, more, bytes));
  EXPECT_TRUE(to_plain(StorageFormat::kF32, more, bytes));
}

TEST(PlainRows, AreTheSameInEveryPart) {
  const std::vector<float> numbers(300'000, 1.5F);
  std::vector<std::byte> bytes;
  to_plain(StorageFormat::kBf16, numbers, bytes);
  Matrix<float> found(1, 300'000);
  read_rows({"t", StorageFormat::kBf16, {300'000}, bytes}, 0, found.view());
  EXPECT_TRUE((as_eigen(found.view()).array() == 1.5F).all());
}

}  // namespace
}  // namespace mllm_npu
