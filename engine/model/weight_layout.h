#pragma once

// Every tensor that a model's weights consist of, whatever a file calls them.

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/model_config.h"

namespace mllm_npu {

enum class WeightRole {
  kEmbedding,
  kAttentionNorm,  // the one norm of a parallel block
  kQ,
  kK,
  kV,
  kO,
  kFfnNorm,
  kGate,
  kUp,
  kDown,
  kFinalNorm,
  kLmHead,
};
constexpr bool is_norm(WeightRole role) {
  return role == WeightRole::kAttentionNorm || role == WeightRole::kFfnNorm ||
         role == WeightRole::kFinalNorm;
}

inline constexpr std::int64_t kNoWeightLayer = -1;  // embedding, last norm, LM head

struct WeightId {
  WeightRole role{};
  std::int64_t layer = kNoWeightLayer;
  bool bias = false;

  friend auto operator<=>(const WeightId&, const WeightId&) = default;
};

// For messages, e.g. "layer 3, q_proj, bias".
std::string text_of(const WeightId& id);

WeightRole weight_role_of(LinearRole role);

struct WeightShape {
  WeightId id;
  // Outermost first: a linear is {outputs, inputs}, a norm or a bias {width}, the embedding and the
  // LM head {vocab_size, hidden_size}.
  std::vector<std::int64_t> shape;

  std::int64_t count() const;
};

// In the order in which data passes them. A tied LM head is not listed. Their counts add up to
// parameter_count().
std::vector<WeightShape> weight_layout(const ModelConfig& model);

}  // namespace mllm_npu
