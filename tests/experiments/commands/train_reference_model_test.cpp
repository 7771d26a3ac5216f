// The command that trains the reference model, for a few steps.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/reference_model/reference_model.h"
#include "engine/checkpoint/checkpoint.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::HasSubstr;

ProgramRun train(const TemporaryFolder& folder, const std::vector<std::string>& flags,
                 const std::string& threads = "2") {
  std::vector<std::string> arguments = {"train-reference-model", "--output", "model"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  return support::run_program(arguments, folder.path(), {{"OMP_NUM_THREADS", threads}});
}

TEST(TrainReferenceModel, WritesTheSameFolderWithAnyNumberOfThreads) {
  const TemporaryFolder one;
  const TemporaryFolder three;
  ASSERT_EQ(train(one, {"--steps", "2"}, "1").exit_code, 0);
  ASSERT_EQ(train(three, {"--steps", "2"}, "3").exit_code, 0);
  for (const char* name : {"config.json", "model.safetensors", "tokenizer.json",
                           "tokenizer_config.json", "training.json"}) {
    const std::string bytes = support::bytes_of(one.path() / "model" / name);
    EXPECT_FALSE(bytes.empty()) << name;
    EXPECT_EQ(bytes, support::bytes_of(three.path() / "model" / name)) << name;
  }
}

TEST(TrainReferenceModel, WritesAModelThatOpens) {
  const TemporaryFolder folder;
  const ProgramRun result = train(folder, {"--steps", "1", "--seed", "3"});
  EXPECT_EQ(result.out, "model\n");
  EXPECT_THAT(result.err, HasSubstr("[1/1] step 0"));
  EXPECT_THAT(result.err, HasSubstr("trained, loss "));
  ModelConfig model = open_checkpoint(folder.path() / "model").model();
  model.name = model.title = "";
  EXPECT_EQ(model, reference_model_config());
  EXPECT_EQ(open_tokenizer(folder.path() / "model")->vocab_size(), model.vocab_size);
  EXPECT_THAT(support::bytes_of(folder.path() / "model/training.json"), HasSubstr("\"seed\": 3"));
}

TEST(TrainReferenceModel, RefusesFlagsThatAreWrong) {
  const TemporaryFolder folder;
  EXPECT_THAT(train(folder, {"--steps", "0"}).err, HasSubstr("--steps"));
  EXPECT_THAT(train(folder, {"--seed", "-1"}).err, HasSubstr("--seed"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(TrainReferenceModel, SaysBeforeTheTrainingThatItCannotWrite) {
  const TemporaryFolder folder;
  folder.write("model", "a file, not a folder");
  const ProgramRun result = train(folder, {});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("tokenizer.json"));
}

}  // namespace
}  // namespace mllm_npu
