#pragma once

// How well a model answers, from the likelihoods that it gave: the numbers of
// lm-evaluation-harness, and beside them what accuracy hides.

#include <cstddef>
#include <span>
#include <vector>

namespace mllm_npu {

// The choice with the highest log-likelihood, the first of equals. REQUIRES: at least one.
std::size_t most_likely(std::span<const double> log_likelihoods);

// The choice with the highest log-likelihood per character, the first of equals; a choice without
// characters is the least likely. REQUIRES: at least one, `characters` one per choice.
std::size_t most_likely_per_character(std::span<const double> log_likelihoods,
                                      std::span<const std::size_t> characters);

struct Mean {
  double value = 0;
  double standard_error = 0;  // of value; of one observation 0, which says nothing
};

// Mean with the sample's standard error; of zeros and ones that is sqrt(p (1 - p) / (n - 1)).
// REQUIRES: at least one value.
Mean mean_of(std::span<const double> values);
Mean mean_of(const std::vector<bool>& values);

// exp(-mean), with the standard error that the mean's gives it (first order). REQUIRES: as
// mean_of().
Mean perplexity_of(std::span<const double> log_likelihoods);

// Standard error of the mean over groups of answers, by the spread inside the groups alone.
// REQUIRES: one error and one size per group, at least one group.
double pooled_standard_error(std::span<const double> errors, std::span<const std::size_t> sizes);

// Answers that changed between right and wrong against a reference ("Accuracy is not all you need",
// 2024): two models of equal accuracy may differ in many answers.
struct Flips {
  std::size_t to_wrong = 0;
  std::size_t to_right = 0;
  std::size_t items = 0;
  double share() const {
    return static_cast<double>(to_wrong + to_right) / static_cast<double>(items);
  }
};

// Right or wrong, item by item. REQUIRES: the same items, at least one.
Flips flips(const std::vector<bool>& reference, const std::vector<bool>& model);

// Kullback-Leibler divergence D(reference || model) of the distributions whose logits these are,
// in nats. REQUIRES: equally many, at least one, all finite.
double kl_divergence(std::span<const float> reference, std::span<const float> model);

}  // namespace mllm_npu
