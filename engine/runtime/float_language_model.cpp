#include "engine/runtime/float_language_model.h"

#include <algorithm>

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

void FloatLanguageModel::score_from(std::span<const TokenId> tokens, std::int64_t first,
                                    const LogitsVisitor& visit) {
  cache_ = {};
  const EigenRowMajor<float> hidden = reference_.forward(tokens, cache_);
  constexpr Eigen::Index kRows = 16;
  for (; first < hidden.rows(); first += kRows) {
    const Eigen::Index count = std::min(kRows, hidden.rows() - first);
    logits_ = reference_.logits(hidden.middleRows(first, count));
    for (Eigen::Index row = 0; row < count; ++row) {
      visit(first + row, {logits_.row(row).data(), static_cast<std::size_t>(logits_.cols())});
    }
  }
  cache_ = {};
}

}  // namespace mllm_npu
