#include "engine/checkpoint/gguf_names.h"

#include <charconv>

namespace mllm_npu {
namespace {

struct NamedRole {
  WeightRole role;
  std::string_view name;
  bool in_block;
};

constexpr NamedRole kRoles[] = {
    {WeightRole::kEmbedding, "token_embd", false},
    {WeightRole::kAttentionNorm, "attn_norm", true},
    {WeightRole::kQ, "attn_q", true},
    {WeightRole::kK, "attn_k", true},
    {WeightRole::kV, "attn_v", true},
    {WeightRole::kO, "attn_output", true},
    {WeightRole::kFfnNorm, "ffn_norm", true},
    {WeightRole::kGate, "ffn_gate", true},
    {WeightRole::kUp, "ffn_up", true},
    {WeightRole::kDown, "ffn_down", true},
    {WeightRole::kFinalNorm, "output_norm", false},
    {WeightRole::kLmHead, "output", false},
};

std::string with_ends(std::string_view role, std::int64_t layer, bool bias) {
  const std::string block =
      layer == kNoWeightLayer ? std::string() : "blk." + std::to_string(layer) + ".";
  return block + std::string(role) + (bias ? ".bias" : ".weight");
}

// The number after "blk.", kNoWeightLayer where there is none.
std::int64_t layer_in(std::string_view name) {
  constexpr std::string_view kBlock = "blk.";
  std::int64_t layer = kNoWeightLayer;
  if (name.starts_with(kBlock)) {
    std::from_chars(name.data() + kBlock.size(), name.data() + name.size(), layer);
  }
  return layer;
}

}  // namespace

std::string gguf_name(const WeightId& id) {
  std::string_view name;
  for (const NamedRole& each : kRoles) {
    if (each.role == id.role) name = each.name;
  }
  return with_ends(name, id.layer, id.bias);
}

std::optional<WeightId> weight_of_gguf_name(std::string_view name) {
  const std::int64_t layer = layer_in(name);
  const bool bias = name.ends_with(".bias");
  for (const NamedRole& each : kRoles) {
    const WeightId id{.role = each.role, .layer = layer, .bias = bias};
    // Writing the name once more refuses every other way to say it ("blk.03", a missing end).
    if (each.in_block == (layer >= 0) && gguf_name(id) == name) return id;
  }
  return std::nullopt;
}

std::string fused_gguf_name(std::int64_t layer, bool bias) {
  return with_ends("attn_qkv", layer, bias);
}

}  // namespace mllm_npu
