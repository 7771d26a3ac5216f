#include "experiments/accuracy/corpus_score.h"

#include <string>

#include "engine/base/check.h"
#include "engine/runtime/perplexity.h"

namespace mllm_npu {

CorpusScore score_corpus(LanguageModel& reference, LanguageModel& model,
                         std::span<const std::vector<TokenId>> corpus) {
  std::vector<double> likelihoods;
  double divergence = 0;
  for (const std::vector<TokenId>& text : corpus) {
    std::vector<std::vector<float>> expected;
    reference.score(text, [&](std::int64_t, std::span<const float> logits) {
      expected.emplace_back(logits.begin(), logits.end());
    });
    model.score(text, [&](std::int64_t position, std::span<const float> logits) {
      const auto place = static_cast<std::size_t>(position);
      if (place + 1 == text.size()) return;
      check_finite(logits);
      likelihoods.push_back(log_likelihood(logits, text[place + 1]));
      divergence += kl_divergence(expected[place], logits);
    });
  }
  MLLM_NPU_CHECK(!likelihoods.empty(), std::to_string(corpus.size()) + " texts");
  return {.perplexity = perplexity_of(likelihoods),
          .kl_divergence = divergence / static_cast<double>(likelihoods.size()),
          .tokens = std::ssize(likelihoods)};
}

std::vector<Measure> perplexity_measures(const CorpusScore& score) {
  return {{"tokens", static_cast<double>(score.tokens), "tokens"},
          {"perplexity", score.perplexity.value, "per token"},
          {"perplexity_standard_error", score.perplexity.standard_error, "per token"},
          {"kl_divergence", score.kl_divergence, "nats"}};
}

}  // namespace mllm_npu
