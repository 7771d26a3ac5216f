#include "engine/checkpoint/hugging_face_names.h"

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

// Below "model.layers.N.".
std::string block_name(WeightRole role, bool phi) {
  switch (role) {
    case WeightRole::kAttentionNorm:
      return "input_layernorm";
    case WeightRole::kQ:
      return "self_attn.q_proj";
    case WeightRole::kK:
      return "self_attn.k_proj";
    case WeightRole::kV:
      return "self_attn.v_proj";
    case WeightRole::kO:
      return phi ? "self_attn.dense" : "self_attn.o_proj";
    case WeightRole::kFfnNorm:
      return "post_attention_layernorm";
    case WeightRole::kGate:
      return "mlp.gate_proj";
    case WeightRole::kUp:
      return phi ? "mlp.fc1" : "mlp.up_proj";
    case WeightRole::kDown:
      return phi ? "mlp.fc2" : "mlp.down_proj";
    case WeightRole::kEmbedding:
    case WeightRole::kFinalNorm:
    case WeightRole::kLmHead:
      break;
  }
  MLLM_NPU_CHECK(false, "role " + std::to_string(static_cast<int>(role)));
}

std::string stem_of(const WeightId& id, bool phi) {
  if (id.role == WeightRole::kEmbedding) return "model.embed_tokens";
  if (id.role == WeightRole::kFinalNorm) return phi ? "model.final_layernorm" : "model.norm";
  if (id.role == WeightRole::kLmHead) return "lm_head";
  return "model.layers." + std::to_string(id.layer) + '.' + block_name(id.role, phi);
}

}  // namespace

std::string hugging_face_name(const std::string& model_type, const WeightId& id) {
  return stem_of(id, model_type == "phi") + (id.bias ? ".bias" : ".weight");
}

}  // namespace mllm_npu
