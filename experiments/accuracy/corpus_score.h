#pragma once

// How well a model predicts texts, and how far its predictions are from another model's.

#include <span>
#include <vector>

#include "engine/metrics/accuracy.h"
#include "engine/metrics/result_record.h"
#include "engine/runtime/language_model.h"

namespace mllm_npu {

struct CorpusScore {
  Mean perplexity;           // of all tokens but the first of each text
  double kl_divergence = 0;  // D(reference || model), nats, mean over the same tokens
  std::int64_t tokens = 0;
};

// Reads every text on its own. Errors: InputError as check_finite(). REQUIRES: the models share a
// vocabulary; a text of at least 2 tokens, none longer than a model's context.
CorpusScore score_corpus(LanguageModel& reference, LanguageModel& model,
                         std::span<const std::vector<TokenId>> corpus);

// tokens; perplexity, perplexity_standard_error; kl_divergence [nats].
std::vector<Measure> perplexity_measures(const CorpusScore& score);

}  // namespace mllm_npu
