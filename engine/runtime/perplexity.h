#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "engine/runtime/language_model.h"

namespace mllm_npu {

struct PerplexityOptions {
  std::int64_t context = 512;              // tokens of a window, begin_of_text included
  std::optional<TokenId> begin_of_text{};  // begins every window
};

struct Perplexity {
  double value = 0;           // exp(mean negative log-likelihood)
  double standard_error = 0;  // of value, by the spread of the tokens' log-likelihoods
  std::int64_t tokens = 0;    // that were predicted
};

// log softmax(logits)[token]
double log_likelihood(std::span<const float> logits, TokenId token);

// Cuts `tokens` into windows that do not overlap and predicts every token of a window but its first
// (with begin_of_text: every token). `progress` is called before each window with the place
// of its first token. Errors: InputError as check_finite(). REQUIRES: 2 <= context <=
// model.max_context(); at least one token to predict.
Perplexity perplexity(LanguageModel& model, std::span<const TokenId> tokens,
                      const PerplexityOptions& options,
                      const std::function<void(std::int64_t)>& progress = {});

}  // namespace mllm_npu
