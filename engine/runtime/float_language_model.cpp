#include "engine/runtime/float_language_model.h"

namespace mllm_npu {

std::span<const float> FloatLanguageModel::append(std::span<const TokenId> tokens) {
  logits_ = reference_.logits(reference_.forward(tokens, cache_).bottomRows(1));
  return {logits_.data(), static_cast<std::size_t>(logits_.size())};
}

std::span<const float> FloatLanguageModel::prefill(std::span<const TokenId> prompt) {
  cache_ = {};
  return append(prompt);
}

std::span<const float> FloatLanguageModel::decode(TokenId token) { return append({&token, 1}); }

void FloatLanguageModel::score(std::span<const TokenId> tokens, const LogitsVisitor& visit) {
  cache_ = {};
  const EigenRowMajor<float> hidden = reference_.forward(tokens, cache_);
  for (Eigen::Index row = 0; row < hidden.rows(); ++row) {
    logits_ = reference_.logits(hidden.row(row));
    visit(row, {logits_.data(), static_cast<std::size_t>(logits_.size())});
  }
  cache_ = {};
}

}  // namespace mllm_npu
