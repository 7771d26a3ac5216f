#include "engine/execute/float_weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/toy_model.h"
#include "tests/support/written_weights.h"

namespace mllm_npu {
namespace {

using support::WrittenWeights;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ModelConfig model_of(Normalization normalization) {
  ModelConfig model = support::toy_model(1);
  model.normalization = normalization;
  return model;
}

FloatNorm norm_of(Normalization normalization) {
  WrittenWeights weights(model_of(normalization));
  for (float& number : weights.of(WeightRole::kFinalNorm)) number = 0.25F;
  if (normalization == Normalization::kLayerNorm) {
    for (float& number : weights.of({WeightRole::kFinalNorm, kNoWeightLayer, true})) number = 3;
  }
  return read_norm(weights, WeightRole::kFinalNorm, kNoWeightLayer);
}

TEST(ReadNorm, TakesTheWeightAsItIs) {
  const FloatNorm norm = norm_of(Normalization::kRmsNorm);
  EXPECT_THAT(norm.weight, SizeIs(64));
  EXPECT_THAT(norm.weight, Each(0.25F));
  EXPECT_THAT(norm.bias, IsEmpty());
}

TEST(ReadNorm, AddsOneWhereTheModelStoresOneLess) {
  EXPECT_THAT(norm_of(Normalization::kRmsNormPlusOne).weight, Each(1.25F));
}

TEST(ReadNorm, HasABiasWhereTheModelHasOne) {
  const FloatNorm norm = norm_of(Normalization::kLayerNorm);
  EXPECT_THAT(norm.weight, Each(0.25F));
  EXPECT_THAT(norm.bias, SizeIs(64));
  EXPECT_THAT(norm.bias, Each(3));
}

TEST(ReadBias, IsEmptyWhereTheModelHasNone) {
  EXPECT_THAT(read_bias(WrittenWeights(support::toy_model(1)), WeightRole::kQ, 0), IsEmpty());
}

TEST(ReadBias, IsTheLinearsOwn) {
  ModelConfig model = support::toy_model(1);
  model.qkv_bias = true;
  WrittenWeights weights(model);
  for (float& number : weights.of({WeightRole::kK, 0, true})) number = 2;
  EXPECT_THAT(read_bias(weights, WeightRole::kK, 0), SizeIs(16));
  EXPECT_THAT(read_bias(weights, WeightRole::kK, 0), Each(2));
  EXPECT_THAT(read_bias(weights, WeightRole::kV, 0), Each(0));
  EXPECT_THAT(read_bias(weights, WeightRole::kO, 0), IsEmpty());
}

TEST(ReadBlock, PutsEachLinearInItsPlace) {
  WrittenWeights weights(support::toy_model(2));
  weights.of(WeightRole::kV, 1)[1] = 5;
  weights.of(WeightRole::kDown, 1)[96] = 7;
  const FloatBlock block = read_block(weights, 1);
  EXPECT_EQ(block.of(LinearRole::kV).weight(0, 1), 5);
  EXPECT_EQ(block.of(LinearRole::kDown).weight(1, 0), 7);
  EXPECT_EQ(block.of(LinearRole::kGate).weight.rows(), 96);
  EXPECT_EQ(block.of(LinearRole::kGate).weight.columns(), 64);
  EXPECT_EQ(read_block(weights, 0).of(LinearRole::kV).weight(0, 1), 0);
}

TEST(ReadBlock, HasNoSecondNormAndNoGateWhereTheModelHasNone) {
  const FloatBlock block = read_block(WrittenWeights(support::parallel_toy_model(1)), 0);
  EXPECT_THAT(block.attention_norm.weight, SizeIs(64));
  EXPECT_THAT(block.ffn_norm.weight, IsEmpty());
  EXPECT_EQ(block.of(LinearRole::kGate).weight.rows(), 0);
}

TEST(ReadLmHead, IsTheEmbeddingWhereTheTwoAreTied) {
  ModelConfig model = support::toy_model(1);
  model.tie_word_embeddings = true;
  WrittenWeights weights(model);
  weights.of(WeightRole::kEmbedding)[65] = 4;
  const FloatLinear head = read_lm_head(weights);
  EXPECT_EQ(head.weight(1, 1), 4);
  EXPECT_THAT(head.bias, IsEmpty());
}

TEST(ReadLmHead, IsAMatrixOfItsOwnElsewhere) {
  ModelConfig model = support::toy_model(1);
  model.lm_head_bias = true;
  WrittenWeights weights(model);
  weights.of(WeightRole::kEmbedding)[0] = 4;
  weights.of(WeightRole::kLmHead)[0] = 5;
  weights.of({WeightRole::kLmHead, kNoWeightLayer, true})[2] = 6;
  const FloatLinear head = read_lm_head(weights);
  EXPECT_EQ(head.weight(0, 0), 5);
  EXPECT_THAT(head.bias, SizeIs(100));
  EXPECT_EQ(head.bias[2], 6);
}

TEST(Embed, TakesTheRowsOfTheTokensTimesTheModelsFactor) {
  ModelConfig model = support::toy_model(1);
  model.embedding_scale = 3;
  WrittenWeights weights(model);
  weights.of(WeightRole::kEmbedding)[7 * 64] = 2;
  Matrix<float> hidden(3, 64);
  const std::int32_t tokens[] = {7, 0, 7};
  embed(weights, tokens, hidden.view());
  EXPECT_EQ(hidden(0, 0), 6);
  EXPECT_EQ(hidden(1, 0), 0);
  EXPECT_EQ(hidden(2, 0), 6);
}

TEST(EmbedDeathTest, KnowsNoTokenOutsideTheVocabulary) {
  const WrittenWeights weights(support::toy_model(1));
  Matrix<float> hidden(1, 64);
  const std::int32_t below[] = {-1};
  const std::int32_t above[] = {100};
  EXPECT_DEATH(embed(weights, below, hidden.view()), "-1");
  EXPECT_DEATH(embed(weights, above, hidden.view()), "100");
}

}  // namespace
}  // namespace mllm_npu
