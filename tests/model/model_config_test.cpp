#include "engine/model/model_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/model_card.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

// Two blocks of width 64: 8 heads of 8 over 2 key and value heads, FFN 96, 100 words.
ModelConfig toy() {
  const support::TemporaryFolder folder;
  return read_model_config(folder.write("toy.json", support::model_card_text("toy")));
}

auto shape(LinearRole role, std::int64_t k, std::int64_t n) {
  return ::testing::AllOf(Field(&LinearShape::role, role), Field(&LinearShape::k, k),
                          Field(&LinearShape::n, n));
}

std::vector<std::string> biased(const ModelConfig& model) {
  std::vector<std::string> names;
  for (const LinearShape& linear : block_linears(model)) {
    if (linear.bias) names.push_back(linear_name(linear.role));
  }
  return names;
}

TEST(BlockLinears, OfAGatedBlockAreSevenInTheOrderOfTheData) {
  EXPECT_THAT(block_linears(toy()),
              ElementsAre(shape(LinearRole::kQ, 64, 64), shape(LinearRole::kK, 64, 16),
                          shape(LinearRole::kV, 64, 16), shape(LinearRole::kO, 64, 64),
                          shape(LinearRole::kGate, 64, 96), shape(LinearRole::kUp, 64, 96),
                          shape(LinearRole::kDown, 96, 64)));
}

TEST(BlockLinears, WithoutAGateAreSix) {
  ModelConfig model = toy();
  model.gated_mlp = false;
  EXPECT_THAT(block_linears(model),
              ElementsAre(shape(LinearRole::kQ, 64, 64), shape(LinearRole::kK, 64, 16),
                          shape(LinearRole::kV, 64, 16), shape(LinearRole::kO, 64, 64),
                          shape(LinearRole::kUp, 64, 96), shape(LinearRole::kDown, 96, 64)));
}

TEST(BlockLinears, TakeHeadsThatAreTogetherWiderThanTheHiddenState) {
  ModelConfig model = toy();
  model.head_dim = 32;
  EXPECT_EQ(block_linears(model)[0].n, 256);
  EXPECT_EQ(block_linears(model)[3].k, 256);
  EXPECT_EQ(block_linears(model)[3].n, 64);
}

TEST(BlockLinears, HaveBiasesPerGroup) {
  ModelConfig model = toy();
  EXPECT_THAT(biased(model), ElementsAre());
  model.qkv_bias = true;
  EXPECT_THAT(biased(model), ElementsAre("q_proj", "k_proj", "v_proj"));
  model.qkv_bias = false;
  model.output_bias = true;
  EXPECT_THAT(biased(model), ElementsAre("o_proj"));
  model.output_bias = false;
  model.mlp_bias = true;
  EXPECT_THAT(biased(model), ElementsAre("gate_proj", "up_proj", "down_proj"));
}

TEST(Widths, CountHeadsTimesTheirWidth) {
  EXPECT_EQ(query_size(toy()), 64);
  EXPECT_EQ(key_value_size(toy()), 16);
  EXPECT_EQ(rotary_size(toy()), 8);
}

TEST(LinearWeightCount, IsTheSumOverAllBlocks) {
  EXPECT_EQ(linear_weight_count(toy()), 2 * (2 * 64 * 64 + 2 * 64 * 16 + 3 * 64 * 96));
}

TEST(LinearWeightCount, HasNoBiases) {
  ModelConfig model = toy();
  model.qkv_bias = model.output_bias = model.mlp_bias = true;
  EXPECT_EQ(linear_weight_count(model), linear_weight_count(toy()));
}

TEST(ParameterCount, AddsEmbeddingNormsAndHead) {
  EXPECT_EQ(parameter_count(toy()), linear_weight_count(toy()) + 2 * 100 * 64 + (2 * 2 + 1) * 64);
}

TEST(ParameterCount, CountsATiedHeadOnce) {
  ModelConfig model = toy();
  model.tie_word_embeddings = true;
  EXPECT_EQ(parameter_count(toy()) - parameter_count(model), 100 * 64);
}

TEST(ParameterCount, CountsTheBiasOfTheHeadAlsoWhenTied) {
  ModelConfig model = toy();
  model.lm_head_bias = true;
  EXPECT_EQ(parameter_count(model) - parameter_count(toy()), 100);
  model.tie_word_embeddings = true;
  EXPECT_EQ(parameter_count(toy()) - parameter_count(model), 100 * 64 - 100);
}

TEST(ParameterCount, CountsTwoNumbersPerChannelOfALayerNorm) {
  ModelConfig model = toy();
  model.normalization = Normalization::kLayerNorm;
  EXPECT_EQ(parameter_count(model) - parameter_count(toy()), (2 * 2 + 1) * 64);
}

TEST(ParameterCount, CountsOneNormInAParallelBlock) {
  ModelConfig model = toy();
  model.parallel_block = true;
  EXPECT_EQ(parameter_count(toy()) - parameter_count(model), 2 * 64);
}

TEST(ParameterCount, CountsBiases) {
  ModelConfig model = toy();
  model.qkv_bias = model.output_bias = model.mlp_bias = true;
  EXPECT_EQ(parameter_count(model) - parameter_count(toy()),
            2 * (64 + 16 + 16 + 64 + 96 + 96 + 64));
}

}  // namespace
}  // namespace mllm_npu
