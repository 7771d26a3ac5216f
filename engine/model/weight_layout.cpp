#include "engine/model/weight_layout.h"

#include <functional>
#include <numeric>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

const char* name_of(WeightRole role) {
  switch (role) {
    case WeightRole::kEmbedding:
      return "embedding";
    case WeightRole::kAttentionNorm:
      return "attention norm";
    case WeightRole::kQ:
      return linear_name(LinearRole::kQ);
    case WeightRole::kK:
      return linear_name(LinearRole::kK);
    case WeightRole::kV:
      return linear_name(LinearRole::kV);
    case WeightRole::kO:
      return linear_name(LinearRole::kO);
    case WeightRole::kFfnNorm:
      return "FFN norm";
    case WeightRole::kGate:
      return linear_name(LinearRole::kGate);
    case WeightRole::kUp:
      return linear_name(LinearRole::kUp);
    case WeightRole::kDown:
      return linear_name(LinearRole::kDown);
    case WeightRole::kFinalNorm:
      return "last norm";
    case WeightRole::kLmHead:
      return "LM head";
  }
  MLLM_NPU_CHECK(false, "role " + std::to_string(static_cast<int>(role)));
}

void add_norm(const ModelConfig& model, WeightRole role, std::int64_t layer,
              std::vector<WeightShape>& layout) {
  layout.push_back({{.role = role, .layer = layer}, {model.hidden_size}});
  if (model.normalization == Normalization::kLayerNorm) {
    layout.push_back({{.role = role, .layer = layer, .bias = true}, {model.hidden_size}});
  }
}

void add_block(const ModelConfig& model, std::int64_t layer, std::vector<WeightShape>& layout) {
  add_norm(model, WeightRole::kAttentionNorm, layer, layout);
  for (const LinearShape& linear : block_linears(model)) {
    const WeightRole role = weight_role_of(linear.role);
    layout.push_back({{.role = role, .layer = layer}, {linear.n, linear.k}});
    if (linear.bias) layout.push_back({{.role = role, .layer = layer, .bias = true}, {linear.n}});
    if (linear.role == LinearRole::kO && !model.parallel_block) {
      add_norm(model, WeightRole::kFfnNorm, layer, layout);
    }
  }
}

}  // namespace

std::string text_of(const WeightId& id) {
  std::string text;
  if (id.layer != kNoWeightLayer) text = "layer " + std::to_string(id.layer) + ", ";
  text += name_of(id.role);
  if (id.bias) text += ", bias";
  return text;
}

WeightRole weight_role_of(LinearRole role) {
  switch (role) {
    case LinearRole::kQ:
      return WeightRole::kQ;
    case LinearRole::kK:
      return WeightRole::kK;
    case LinearRole::kV:
      return WeightRole::kV;
    case LinearRole::kO:
      return WeightRole::kO;
    case LinearRole::kGate:
      return WeightRole::kGate;
    case LinearRole::kUp:
      return WeightRole::kUp;
    case LinearRole::kDown:
      return WeightRole::kDown;
  }
  MLLM_NPU_CHECK(false, "role " + std::to_string(static_cast<int>(role)));
}

std::int64_t WeightShape::count() const {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::vector<WeightShape> weight_layout(const ModelConfig& model) {
  std::vector<WeightShape> layout;
  layout.push_back({{.role = WeightRole::kEmbedding}, {model.vocab_size, model.hidden_size}});
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    add_block(model, layer, layout);
  }
  add_norm(model, WeightRole::kFinalNorm, kNoWeightLayer, layout);
  if (!model.tie_word_embeddings) {
    layout.push_back({{.role = WeightRole::kLmHead}, {model.vocab_size, model.hidden_size}});
  }
  if (model.lm_head_bias) {
    layout.push_back({{.role = WeightRole::kLmHead, .bias = true}, {model.vocab_size}});
  }
  return layout;
}

}  // namespace mllm_npu
