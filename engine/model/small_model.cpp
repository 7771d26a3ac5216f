#include "engine/model/small_model.h"

#include <algorithm>
#include <cmath>

namespace mllm_npu {
namespace {

constexpr std::int64_t kLayers = 4;
constexpr std::int64_t kHeads = 8;
constexpr std::int64_t kHeadDim = 32;
constexpr std::int64_t kVocabulary = 512;

// The narrowest head of at least kHeadDim of which the rotated share is an even whole number.
std::int64_t small_head_dim(const ModelConfig& model) {
  for (std::int64_t head = kHeadDim; head < model.head_dim; head += 2) {
    const double rotated = model.partial_rotary_factor * static_cast<double>(head);
    const std::int64_t size = std::llround(rotated);
    if (size % 2 == 0 && std::abs(rotated - static_cast<double>(size)) < 1e-6) return head;
  }
  return model.head_dim;
}

}  // namespace

ModelConfig small_version(const ModelConfig& model) {
  ModelConfig small = model;
  small.name += "-small";
  small.title += ", small";
  small.num_hidden_layers = std::min(model.num_hidden_layers, kLayers);
  const std::int64_t group = model.num_attention_heads / model.num_key_value_heads;
  small.num_key_value_heads = kHeads % group == 0 ? kHeads / group : 1;
  small.num_attention_heads = small.num_key_value_heads * group;
  small.head_dim = small_head_dim(model);
  small.hidden_size = (query_size(small) + 63) / 64 * 64;
  small.intermediate_size = 2 * small.hidden_size;
  small.vocab_size = std::min(model.vocab_size, kVocabulary);
  if (model.embedding_scale != 1) {  // Gemma's factor is a function of the width
    small.embedding_scale = std::sqrt(static_cast<double>(small.hidden_size));
  }
  return small;
}

}  // namespace mllm_npu
