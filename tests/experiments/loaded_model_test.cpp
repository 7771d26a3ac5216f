#include "experiments/loaded_model.h"

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

TEST(LoadedModel, KeepsAllBlocksWhereTheirFloatsFit) {
  ModelConfig model;
  model.vocab_size = 10;
  model.hidden_size = 8;
  model.num_hidden_layers = 1;
  model.num_attention_heads = model.num_key_value_heads = 2;
  model.head_dim = 4;
  model.intermediate_size = 16;
  const Bytes need{4 * parameter_count(model)};
  EXPECT_EQ(residency_of(model, need), Residency::kAllBlocks);
  EXPECT_EQ(residency_of(model, {need.value - 1}), Residency::kOneBlock);
}

TEST(LoadedModel, TakesAShareOfThisMachinesMemory) { EXPECT_GT(resident_share().value, 1 << 20); }

}  // namespace
}  // namespace mllm_npu
