#include "engine/runtime/language_model.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/kernels/fp32_matmul.h"

namespace mllm_npu {

void check_prompt(const ModelConfig& model, std::int64_t max_tokens,
                  std::span<const TokenId> prompt, const std::string& what) {
  if (prompt.empty() || std::cmp_greater(prompt.size(), max_tokens)) {
    throw InputError(what, "", "1 to " + std::to_string(max_tokens) + " tokens",
                     std::to_string(prompt.size()));
  }
  for (const TokenId token : prompt) {
    if (token >= 0 && token < model.vocab_size) continue;
    throw InputError(what, "", "tokens below vocab_size = " + std::to_string(model.vocab_size),
                     std::to_string(token));
  }
}

void LanguageModel::score_from(std::span<const TokenId> tokens, std::int64_t first,
                               const LogitsVisitor& visit) {
  score(tokens, [&](std::int64_t position, std::span<const float> logits) {
    if (position >= first) visit(position, logits);
  });
}

void check_finite(std::span<const float> logits) {
  for (const float logit : logits) {
    if (!std::isfinite(logit)) {
      throw InputError("weights", "logits", "finite numbers", "an infinity or no number");
    }
  }
}

void visit_logits(MatrixView<const float> hidden, const PackedFloatLinear& lm_head,
                  const LogitsVisitor& visit) {
  constexpr std::int64_t kRows = 16;
  Matrix<float> logits(kRows, lm_head.weight.outputs());
  for (std::int64_t first = 0; first < hidden.rows; first += kRows) {
    const std::int64_t count = std::min(kRows, hidden.rows - first);
    fp32_matmul(hidden.row_range(first, count), lm_head.weight, lm_head.bias,
                logits.view().row_range(0, count));
    for (std::int64_t row = 0; row < count; ++row) visit(first + row, logits.row(row));
  }
}

}  // namespace mllm_npu
