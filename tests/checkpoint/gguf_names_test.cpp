#include "engine/checkpoint/gguf_names.h"

#include <gtest/gtest.h>

#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

TEST(GgufNames, AreThoseOfLlamaCpp) {
  const auto name = [](WeightRole role, std::int64_t layer = kNoWeightLayer) {
    return gguf_name({.role = role, .layer = layer});
  };
  EXPECT_EQ(name(WeightRole::kEmbedding), "token_embd.weight");
  EXPECT_EQ(name(WeightRole::kAttentionNorm, 0), "blk.0.attn_norm.weight");
  EXPECT_EQ(name(WeightRole::kQ, 1), "blk.1.attn_q.weight");
  EXPECT_EQ(name(WeightRole::kK, 2), "blk.2.attn_k.weight");
  EXPECT_EQ(name(WeightRole::kV, 3), "blk.3.attn_v.weight");
  EXPECT_EQ(name(WeightRole::kO, 10), "blk.10.attn_output.weight");
  EXPECT_EQ(name(WeightRole::kFfnNorm, 4), "blk.4.ffn_norm.weight");
  EXPECT_EQ(name(WeightRole::kGate, 5), "blk.5.ffn_gate.weight");
  EXPECT_EQ(name(WeightRole::kUp, 6), "blk.6.ffn_up.weight");
  EXPECT_EQ(name(WeightRole::kDown, 7), "blk.7.ffn_down.weight");
  EXPECT_EQ(name(WeightRole::kFinalNorm), "output_norm.weight");
  EXPECT_EQ(name(WeightRole::kLmHead), "output.weight");
}

TEST(GgufNames, BiasesEndInBias) {
  EXPECT_EQ(gguf_name({.role = WeightRole::kQ, .layer = 3, .bias = true}), "blk.3.attn_q.bias");
  EXPECT_EQ(gguf_name({.role = WeightRole::kLmHead, .bias = true}), "output.bias");
}

TEST(GgufNames, LeadBackToTheWeight) {
  ModelConfig model = support::toy_model(12);
  model.normalization = Normalization::kLayerNorm;
  model.qkv_bias = model.output_bias = model.mlp_bias = model.lm_head_bias = true;
  for (const WeightShape& weight : weight_layout(model)) {
    EXPECT_EQ(weight_of_gguf_name(gguf_name(weight.id)), weight.id) << text_of(weight.id);
  }
}

TEST(GgufNames, AreSaidInOneWayOnly) {
  for (const char* name :
       {"", "blk.", "blk.0", "blk.0.", "blk.03.attn_q.weight", "blk.+3.attn_q.weight",
        "blk.-1.attn_q.weight", "blk.3.attn_q", "blk.3.attn_q.weight.", "attn_q.weight",
        "blk.0.token_embd.weight", "blk.0.output.weight", "token_embd", "Output.weight",
        "blk.99999999999999999999.attn_q.weight", "blk.0.attn_q_norm.weight",
        "rope_freqs.weight"}) {
    EXPECT_FALSE(weight_of_gguf_name(name)) << name;
  }
}

TEST(GgufNames, HaveOneForFusedRows) {
  EXPECT_EQ(fused_gguf_name(2, false), "blk.2.attn_qkv.weight");
  EXPECT_EQ(fused_gguf_name(2, true), "blk.2.attn_qkv.bias");
}

}  // namespace
}  // namespace mllm_npu
