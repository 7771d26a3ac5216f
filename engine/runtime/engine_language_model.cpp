#include "engine/runtime/engine_language_model.h"

#include <algorithm>
#include <utility>

namespace mllm_npu {

EngineLanguageModel::EngineLanguageModel(const QuantizedModel& model, const DeviceSpec& device,
                                         const PrefillOptions& options, std::int64_t max_context)
    : model_(model),
      rotary_(rotary_table(model.model(), max_context)),
      cache_(model.model(), max_context),
      engine_(model, rotary_, device, options),
      decoder_(model, rotary_) {}

std::span<const float> EngineLanguageModel::prefill(std::span<const TokenId> prompt) {
  last_ = engine_.prefill(prompt, cache_);
  return last_->logits;
}

std::span<const float> EngineLanguageModel::decode(TokenId token) {
  return decoder_.decode(token, cache_);
}

void EngineLanguageModel::score_from(std::span<const TokenId> tokens, std::int64_t first,
                                     const LogitsVisitor& visit) {
  last_ = engine_.prefill(tokens, cache_, {.hidden_states = true});
  const MatrixView<const float> hidden = std::as_const(last_->hidden).view();
  first = std::min(first, hidden.rows);
  visit_logits(
      hidden.row_range(first, hidden.rows - first), model_.lm_head,
      [&](std::int64_t row, std::span<const float> logits) { visit(first + row, logits); });
}

}  // namespace mllm_npu
