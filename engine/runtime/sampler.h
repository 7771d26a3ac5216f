#pragma once

// Picks the next token from logits: the most likely one, or one drawn with a seed.

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "engine/text/tokenizer.h"

namespace mllm_npu {

struct SamplingOptions {
  double temperature = 0;  // 0: greedy, the options below do not count
  std::int64_t top_k = 0;  // draws among the k most likely; 0: among all
  double top_p = 1;        // then among the most likely that together have this probability
  std::uint64_t seed = 0;
};

// Errors: InputError for a negative or not finite temperature, a negative top_k, a top_p outside
// (0, 1].
void check_options(const SamplingOptions& options);

class Sampler {
 public:
  explicit Sampler(const SamplingOptions& options);

  // Equal logits: the smaller token is the more likely one. A logit that is no number is never
  // picked unless nothing else is there. REQUIRES: logits not empty.
  TokenId pick(std::span<const float> logits);

 private:
  struct Candidate {
    TokenId token;
    float logit;
  };

  TokenId draw(std::span<const float> logits);
  void keep_likely(std::span<const float> logits);

  SamplingOptions options_;
  std::mt19937_64 random_;
  std::vector<Candidate> candidates_;
  std::vector<double> weights_;
};

}  // namespace mllm_npu
