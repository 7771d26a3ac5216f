#include "engine/runtime/perplexity.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/base/check.h"

namespace mllm_npu {

double log_likelihood(std::span<const float> logits, TokenId token) {
  const double highest = static_cast<double>(*std::max_element(logits.begin(), logits.end()));
  double sum = 0;
  for (const float logit : logits) sum += std::exp(static_cast<double>(logit) - highest);
  return static_cast<double>(logits[static_cast<std::size_t>(token)]) - highest - std::log(sum);
}

Perplexity perplexity(LanguageModel& model, std::span<const TokenId> tokens,
                      const PerplexityOptions& options,
                      const std::function<void(std::int64_t)>& progress) {
  MLLM_NPU_CHECK(options.context >= 2 && options.context <= model.max_context(),
                 std::to_string(options.context));
  const std::size_t begins = options.begin_of_text ? 1 : 0;
  const std::size_t length = static_cast<std::size_t>(options.context) - begins;
  double sum = 0;
  double squares = 0;
  Perplexity result;
  for (std::size_t first = 0; first < tokens.size(); first += length) {
    const auto window = tokens.subspan(first, std::min(length, tokens.size() - first));
    std::vector<TokenId> text(begins, options.begin_of_text.value_or(0));
    text.insert(text.end(), window.begin(), window.end());
    if (text.size() < 2) break;
    if (progress) progress(static_cast<std::int64_t>(first));
    model.score(text, [&](std::int64_t position, std::span<const float> logits) {
      const auto next = static_cast<std::size_t>(position) + 1;
      if (next == text.size()) return;
      check_finite(logits);
      const double likelihood = log_likelihood(logits, text[next]);
      sum += likelihood;
      squares += likelihood * likelihood;
      ++result.tokens;
    });
  }
  MLLM_NPU_CHECK(result.tokens > 0, std::to_string(tokens.size()) + " tokens");
  const auto count = static_cast<double>(result.tokens);
  const double mean = sum / count;
  const double variance = std::max(0.0, squares / count - mean * mean);
  result.value = std::exp(-mean);
  result.standard_error = result.value * std::sqrt(variance / count);
  return result;
}

}  // namespace mllm_npu
