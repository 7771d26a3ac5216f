#include "engine/model/small_model.h"

#include <gtest/gtest.h>

#include "engine/model/model_bounds.h"
#include "engine/model/model_catalog.h"

namespace mllm_npu {
namespace {

TEST(SmallModel, IsAModelOfSomeMillionNumbers) {
  for (const std::string& name : model_names()) {
    const ModelConfig small = small_version(find_model(name));
    check_model_bounds(small, name);
    EXPECT_LT(parameter_count(small), 10'000'000) << name;
    EXPECT_EQ(small.num_hidden_layers, 4);
    EXPECT_EQ(small.vocab_size, 512);
    EXPECT_EQ(small.name, name + "-small");
  }
}

TEST(SmallModel, HasWidthsThatQuantisedBlocksDivide) {
  for (const std::string& name : model_names()) {
    const ModelConfig small = small_version(find_model(name));
    EXPECT_EQ(small.hidden_size % 64, 0) << name;
    EXPECT_EQ(small.intermediate_size % 64, 0) << name;
    const std::int64_t block = name == "phi-2-2.7b" ? 64 : 256;
    EXPECT_EQ(small.hidden_size % block, 0) << name;
  }
}

TEST(SmallModel, KeepsTheQueryHeadsOfAGroup) {
  for (const std::string& name : model_names()) {
    const ModelConfig model = find_model(name);
    const ModelConfig small = small_version(model);
    EXPECT_EQ(small.num_attention_heads / small.num_key_value_heads,
              model.num_attention_heads / model.num_key_value_heads)
        << name;
  }
  EXPECT_EQ(small_version(find_model("gemma-2b")).num_key_value_heads, 1);
}

TEST(SmallModel, KeepsAGroupThatDoesNotDivideEight) {
  ModelConfig model = find_model("mistral-7b");
  model.num_attention_heads = 28;
  model.num_key_value_heads = 4;
  EXPECT_EQ(small_version(model).num_attention_heads, 7);
  EXPECT_EQ(small_version(model).num_key_value_heads, 1);
}

TEST(SmallModel, KeepsTheArchitecture) {
  for (const std::string& name : model_names()) {
    ModelConfig expected = find_model(name);
    const ModelConfig small = small_version(expected);
    EXPECT_EQ(query_size(small), small.hidden_size) << name;
    expected.name = small.name;
    expected.title = small.title;
    expected.hidden_size = small.hidden_size;
    expected.intermediate_size = small.intermediate_size;
    expected.num_hidden_layers = small.num_hidden_layers;
    expected.num_attention_heads = small.num_attention_heads;
    expected.num_key_value_heads = small.num_key_value_heads;
    expected.head_dim = small.head_dim;
    expected.vocab_size = small.vocab_size;
    expected.embedding_scale = small.embedding_scale;
    EXPECT_EQ(small, expected) << name;
  }
}

TEST(SmallModel, ScalesGemmasEmbeddingByTheRootOfItsOwnWidth) {
  EXPECT_EQ(small_version(find_model("gemma-2b")).embedding_scale, 16);
}

TEST(SmallModel, IsNotGreaterThanTheModel) {
  ModelConfig model = find_model("llama-2-7b");
  model.num_hidden_layers = 2;
  model.vocab_size = 300;
  EXPECT_EQ(small_version(model).num_hidden_layers, 2);
  EXPECT_EQ(small_version(model).vocab_size, 300);
}

}  // namespace
}  // namespace mllm_npu
