#include "engine/model/model_catalog.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/environment_variable.h"
#include "tests/support/input_error_of.h"
#include "tests/support/model_card.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::EnvironmentVariable;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::EndsWith;

void add_toy(const TemporaryFolder& folder, const std::string& name) {
  folder.write("engine/model/catalog/" + name + ".json", support::model_card_text(name));
}

TEST(ModelCatalog, HasTheFiveOfThePaperInItsOrder) {
  EXPECT_THAT(model_names(),
              ElementsAre("qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"));
}

TEST(ModelCatalog, EveryCardIsReadable) {
  for (const std::string& name : model_names()) EXPECT_EQ(find_model(name).name, name);
}

TEST(ModelCatalog, ANewCardIsThereWithoutARebuildBehindThePapers) {
  const TemporaryFolder folder;
  for (const char* name : {"zoo", "mistral-7b", "ant", "gemma-2b"}) add_toy(folder, name);
  const EnvironmentVariable data("MLLM_NPU_DATA", folder.path().string());
  EXPECT_THAT(model_names(), ElementsAre("gemma-2b", "mistral-7b", "ant", "zoo"));
  EXPECT_EQ(find_model("zoo").hidden_size, 64);
}

TEST(ModelCatalog, AnUnknownNameListsTheKnownOnes) {
  const TemporaryFolder folder;
  add_toy(folder, "toy");
  const EnvironmentVariable data("MLLM_NPU_DATA", folder.path().string());
  EXPECT_THAT(input_error_of([] { find_model("gpt"); }),
              EndsWith("catalog: name: expected one of toy, found gpt"));
}

// The totals that Hugging Face shows for the stored tensors of each model.
TEST(ModelCatalog, EveryModelHasAsManyParametersAsItsCheckpoint) {
  EXPECT_EQ(parameter_count(find_model("qwen1.5-1.8b")), 1'836'828'672);
  EXPECT_EQ(parameter_count(find_model("gemma-2b")), 2'506'172'416);
  EXPECT_EQ(parameter_count(find_model("phi-2-2.7b")), 2'779'683'840);
  EXPECT_EQ(parameter_count(find_model("llama-2-7b")), 6'738'415'616);
  EXPECT_EQ(parameter_count(find_model("mistral-7b")), 7'241'732'096);
}

TEST(ModelCatalog, QwenAddsABiasToQueryKeyAndValueAlone) {
  const ModelConfig model = find_model("qwen1.5-1.8b");
  EXPECT_TRUE(model.qkv_bias);
  EXPECT_FALSE(model.output_bias || model.mlp_bias || model.lm_head_bias);
  EXPECT_EQ(model.rope_theta, 1e6);
}

TEST(ModelCatalog, GemmaHasOneWideKeyValueHeadAndItsOwnNormAndScale) {
  const ModelConfig model = find_model("gemma-2b");
  EXPECT_EQ(model.num_key_value_heads, 1);
  EXPECT_EQ(model.head_dim, 256);
  EXPECT_EQ(model.normalization, Normalization::kRmsNormPlusOne);
  EXPECT_EQ(model.hidden_act, Activation::kGeluTanh);
  EXPECT_DOUBLE_EQ(model.embedding_scale, std::sqrt(2048.0));
  EXPECT_TRUE(model.tie_word_embeddings);
}

TEST(ModelCatalog, PhiRotates32Of80AndHasAParallelBlockWithoutAGate) {
  const ModelConfig model = find_model("phi-2-2.7b");
  EXPECT_EQ(model.head_dim, 80);
  EXPECT_EQ(rotary_size(model), 32);
  EXPECT_TRUE(model.parallel_block);
  EXPECT_FALSE(model.gated_mlp);
  EXPECT_TRUE(model.qkv_bias && model.output_bias && model.mlp_bias && model.lm_head_bias);
  EXPECT_EQ(model.normalization, Normalization::kLayerNorm);
}

TEST(ModelCatalog, MistralGroupsItsHeadsByFourAndLooksBack4096Tokens) {
  const ModelConfig model = find_model("mistral-7b");
  EXPECT_EQ(model.num_attention_heads / model.num_key_value_heads, 4);
  EXPECT_EQ(model.sliding_window, 4096);
}

TEST(ModelCatalog, LlamaHasNoBiasAndNoGrouping) {
  const ModelConfig model = find_model("llama-2-7b");
  EXPECT_EQ(model.num_attention_heads, model.num_key_value_heads);
  EXPECT_FALSE(model.qkv_bias || model.output_bias || model.mlp_bias || model.lm_head_bias);
}

}  // namespace
}  // namespace mllm_npu
