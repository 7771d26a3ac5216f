#include "engine/runtime/float_language_model.h"

#include <algorithm>
#include <utility>

namespace mllm_npu {

std::span<const float> FloatLanguageModel::append(std::span<const TokenId> tokens) {
  logits_ = reference_.logits(reference_.forward(tokens, cache_).bottomRows(1));
  return {logits_.data(), static_cast<std::size_t>(logits_.size())};
}

std::span<const float> FloatLanguageModel::prefill(std::span<const TokenId> prompt) {
  scored_.clear();
  cache_ = {};
  return append(prompt);
}

std::span<const float> FloatLanguageModel::decode(TokenId token) { return append({&token, 1}); }

// Answers to one question begin alike: what this text shares with the last one, up to the first
// position that is asked for, is still there.
std::int64_t FloatLanguageModel::keep_shared(std::span<const TokenId> tokens, std::int64_t first) {
  const auto differ = std::mismatch(tokens.begin(), tokens.end(), scored_.begin(), scored_.end());
  const std::int64_t shared = std::min<std::int64_t>(differ.first - tokens.begin(), first);
  scored_.assign(tokens.begin(), tokens.end());
  if (shared == 0) {
    cache_ = {};
    return 0;
  }
  for (EigenRowMajor<float>& keys : cache_.keys) keys.conservativeResize(shared, keys.cols());
  for (EigenRowMajor<float>& rows : cache_.values) rows.conservativeResize(shared, rows.cols());
  cache_.tokens = shared;
  return shared;
}

void FloatLanguageModel::score_from(std::span<const TokenId> tokens, std::int64_t first,
                                    const LogitsVisitor& visit) {
  if (std::cmp_greater_equal(first, tokens.size())) return;
  const std::int64_t shared = keep_shared(tokens, first);
  const EigenRowMajor<float> hidden =
      reference_.forward(tokens.subspan(static_cast<std::size_t>(shared)), cache_);
  constexpr Eigen::Index kRows = 16;
  for (Eigen::Index begin = first - shared; begin < hidden.rows(); begin += kRows) {
    const Eigen::Index count = std::min(kRows, hidden.rows() - begin);
    logits_ = reference_.logits(hidden.middleRows(begin, count));
    for (Eigen::Index row = 0; row < count; ++row) {
      visit(shared + begin + row,
            {logits_.row(row).data(), static_cast<std::size_t>(logits_.cols())});
    }
  }
}

}  // namespace mllm_npu
