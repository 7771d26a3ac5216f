#include "engine/runtime/generation.h"

#include <algorithm>

namespace mllm_npu {

GenerationResult generate(LanguageModel& model, std::span<const TokenId> prompt,
                          std::span<const TokenId> ends, const GenerationOptions& options,
                          const HostClock& clock, const std::function<void(TokenId)>& on_token) {
  Sampler sampler(options.sampling);
  GenerationResult result;
  const HostTime begin = clock();
  std::span<const float> logits = model.prefill(prompt);
  result.prefill_time = clock() - begin;
  const std::int64_t room = model.max_context() - static_cast<std::int64_t>(prompt.size());
  while (static_cast<std::int64_t>(result.tokens.size()) < options.max_tokens) {
    check_finite(logits);
    const TokenId token = sampler.pick(logits);
    if (std::find(ends.begin(), ends.end(), token) != ends.end()) break;
    result.tokens.push_back(token);
    on_token(token);
    if (static_cast<std::int64_t>(result.tokens.size()) == options.max_tokens) break;
    if (result.decoded == room) break;
    const HostTime before = clock();
    logits = model.decode(token);
    result.decode_time += clock() - before;
    ++result.decoded;
  }
  return result;
}

}  // namespace mllm_npu
