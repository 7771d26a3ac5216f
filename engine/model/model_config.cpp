#include "engine/model/model_config.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace mllm_npu {

const char* linear_name(LinearRole role) {
  switch (role) {
    case LinearRole::kQ:
      return "q_proj";
    case LinearRole::kK:
      return "k_proj";
    case LinearRole::kV:
      return "v_proj";
    case LinearRole::kO:
      return "o_proj";
    case LinearRole::kGate:
      return "gate_proj";
    case LinearRole::kUp:
      return "up_proj";
    case LinearRole::kDown:
      return "down_proj";
  }
  MLLM_NPU_CHECK(false, "role " + std::to_string(static_cast<int>(role)));
}

LinearInput input_of(LinearRole role) {
  switch (role) {
    case LinearRole::kQ:
    case LinearRole::kK:
    case LinearRole::kV:
      return LinearInput::kQkv;
    case LinearRole::kO:
      return LinearInput::kOutput;
    case LinearRole::kGate:
    case LinearRole::kUp:
      return LinearInput::kGateUp;
    case LinearRole::kDown:
      return LinearInput::kDown;
  }
  MLLM_NPU_CHECK(false, "role " + std::to_string(static_cast<int>(role)));
}

std::int64_t query_size(const ModelConfig& model) {
  return model.num_attention_heads * model.head_dim;
}

std::int64_t key_value_size(const ModelConfig& model) {
  return model.num_key_value_heads * model.head_dim;
}

std::int64_t rotary_size(const ModelConfig& model) {
  return std::llround(model.partial_rotary_factor * static_cast<double>(model.head_dim));
}

std::vector<LinearShape> block_linears(const ModelConfig& model) {
  const std::int64_t hidden = model.hidden_size;
  const std::int64_t inner = model.intermediate_size;
  std::vector<LinearShape> linears = {
      {LinearRole::kQ, hidden, query_size(model), model.qkv_bias},
      {LinearRole::kK, hidden, key_value_size(model), model.qkv_bias},
      {LinearRole::kV, hidden, key_value_size(model), model.qkv_bias},
      {LinearRole::kO, query_size(model), hidden, model.output_bias}};
  if (model.gated_mlp) linears.push_back({LinearRole::kGate, hidden, inner, model.mlp_bias});
  linears.push_back({LinearRole::kUp, hidden, inner, model.mlp_bias});
  linears.push_back({LinearRole::kDown, inner, hidden, model.mlp_bias});
  return linears;
}

std::vector<LinearRole> roles_of(const ModelConfig& model, LinearInput input) {
  std::vector<LinearRole> roles;
  for (const LinearShape& linear : block_linears(model)) {
    if (input_of(linear.role) == input) roles.push_back(linear.role);
  }
  std::ranges::sort(roles);
  return roles;
}

std::int64_t linear_weight_count(const ModelConfig& model) {
  std::int64_t per_block = 0;
  for (const LinearShape& linear : block_linears(model)) per_block += linear.k * linear.n;
  return per_block * model.num_hidden_layers;
}

std::int64_t parameter_count(const ModelConfig& model) {
  const bool layer_norm = model.normalization == Normalization::kLayerNorm;
  const std::int64_t norm = model.hidden_size * (layer_norm ? 2 : 1);
  std::int64_t block = norm * (model.parallel_block ? 1 : 2);
  for (const LinearShape& linear : block_linears(model)) block += linear.bias ? linear.n : 0;
  const std::int64_t embedding = model.vocab_size * model.hidden_size;
  const std::int64_t head =
      (model.tie_word_embeddings ? 0 : embedding) + (model.lm_head_bias ? model.vocab_size : 0);
  return embedding + linear_weight_count(model) + block * model.num_hidden_layers + norm + head;
}

}  // namespace mllm_npu
