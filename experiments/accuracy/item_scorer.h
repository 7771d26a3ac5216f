#pragma once

// What a model gives to the choices of one item.

#include <functional>
#include <span>
#include <vector>

#include "engine/runtime/language_model.h"
#include "experiments/accuracy/scored_text.h"

namespace mllm_npu {

struct ContinuationScore {
  double log_likelihood = 0;  // of all of the continuation's tokens, in nats
  bool greedy = true;         // each of them was the most likely one
};

// Sees logits that count, [vocab_size].
using RowVisitor = std::function<void(std::span<const float> logits)>;

// One score per text. A text that another one begins with is not read by itself: choices of one
// token, as MMLU's letters, cost one text an item. `visit` sees every distribution that counts
// once, in an order that depends on the texts alone. Errors: InputError as check_prompt() and
// check_finite(). REQUIRES: no text exceeds the model's context.
std::vector<ContinuationScore> score_texts(LanguageModel& model, std::span<const ScoredText> texts,
                                           const RowVisitor& visit = {});

}  // namespace mllm_npu
