#include "engine/runtime/sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "engine/base/check.h"
#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

float comparable(float logit) {
  return std::isnan(logit) ? -std::numeric_limits<float>::infinity() : logit;
}

TokenId most_likely(std::span<const float> logits) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < logits.size(); ++i) {
    if (comparable(logits[i]) > comparable(logits[best])) best = i;
  }
  return static_cast<TokenId>(best);
}

// In [0, 1), the same from every standard library.
double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

}  // namespace

void check_options(const SamplingOptions& options) {
  const auto fail = [](const char* key, const char* expected, double found) {
    throw InputError("sampling", key, expected, std::to_string(found));
  };
  if (!std::isfinite(options.temperature) || options.temperature < 0) {
    fail("temperature", "a number from 0 on", options.temperature);
  }
  if (options.top_k < 0) fail("top k", "a number from 0 on", static_cast<double>(options.top_k));
  if (!(options.top_p > 0 && options.top_p <= 1)) {
    fail("top p", "a probability above 0, at most 1", options.top_p);
  }
}

Sampler::Sampler(const SamplingOptions& options) : options_(options), random_(options.seed) {
  check_options(options);
}

TokenId Sampler::pick(std::span<const float> logits) {
  MLLM_NPU_CHECK(!logits.empty(), "no logits");
  const TokenId best = most_likely(logits);
  const bool finite = std::isfinite(logits[static_cast<std::size_t>(best)]);
  return options_.temperature > 0 && finite ? draw(logits) : best;
}

// The most likely candidates first, top_k of them.
void Sampler::keep_likely(std::span<const float> logits) {
  candidates_.clear();
  for (std::size_t i = 0; i < logits.size(); ++i) {
    candidates_.push_back({static_cast<TokenId>(i), comparable(logits[i])});
  }
  const auto before = [](const Candidate& a, const Candidate& b) {
    return a.logit != b.logit ? a.logit > b.logit : a.token < b.token;
  };
  const std::size_t count =
      options_.top_k > 0 ? std::min(candidates_.size(), static_cast<std::size_t>(options_.top_k))
                         : candidates_.size();
  const auto middle = candidates_.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(candidates_.begin(), middle, candidates_.end(), before);
  candidates_.resize(count);
}

TokenId Sampler::draw(std::span<const float> logits) {
  keep_likely(logits);
  const double highest = static_cast<double>(candidates_.front().logit);
  weights_.clear();
  for (const Candidate& each : candidates_) {
    weights_.push_back(
        std::exp((static_cast<double>(each.logit) - highest) / options_.temperature));
  }
  const double all = std::accumulate(weights_.begin(), weights_.end(), 0.0);
  double kept = 0;
  std::size_t count = 0;
  while (count < weights_.size() && (count == 0 || kept < options_.top_p * all)) {
    kept += weights_[count++];
  }
  double left = uniform(random_) * kept;
  for (std::size_t i = 0; i < count; ++i) {
    left -= weights_[i];
    if (left < 0) return candidates_[i].token;
  }
  return candidates_[count - 1].token;
}

}  // namespace mllm_npu
