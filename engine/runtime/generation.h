#pragma once

// A prompt and its answer, token by token.

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>

#include "engine/runtime/language_model.h"
#include "engine/runtime/sampler.h"

namespace mllm_npu {

struct GenerationOptions {
  std::int64_t max_tokens = 128;  // at most so many; fewer when the model ends its text or the
                                  // context is full
  SamplingOptions sampling{};
};

// Time on this machine since any fixed moment, of a clock that never goes back.
using HostTime = std::chrono::nanoseconds;
using HostClock = std::function<HostTime()>;

struct GenerationResult {
  std::vector<TokenId> tokens{};  // the answer, without the token that ended it
  std::int64_t decoded = 0;       // tokens that decode() read
  HostTime prefill_time{};        // on the host
  HostTime decode_time{};         // on the host, of `decoded` tokens
};

// `on_token` sees each token of the answer as it comes. `ends` end the answer. REQUIRES: the prompt
// passed check_prompt(). Errors: InputError as check_finite().
GenerationResult generate(LanguageModel& model, std::span<const TokenId> prompt,
                          std::span<const TokenId> ends, const GenerationOptions& options,
                          const HostClock& clock, const std::function<void(TokenId)>& on_token);

}  // namespace mllm_npu
