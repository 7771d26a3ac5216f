#include "engine/metrics/accuracy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

double highest(std::span<const float> logits) {
  return static_cast<double>(*std::max_element(logits.begin(), logits.end()));
}

}  // namespace

std::size_t most_likely(std::span<const double> log_likelihoods) {
  MLLM_NPU_CHECK(!log_likelihoods.empty(), "no choice");
  const auto best = std::max_element(log_likelihoods.begin(), log_likelihoods.end());
  return static_cast<std::size_t>(best - log_likelihoods.begin());
}

std::size_t most_likely_per_character(std::span<const double> log_likelihoods,
                                      std::span<const std::size_t> characters) {
  MLLM_NPU_CHECK(log_likelihoods.size() == characters.size(), std::to_string(characters.size()));
  std::vector<double> shares;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    shares.push_back(characters[i] == 0 ? -std::numeric_limits<double>::infinity()
                                        : log_likelihoods[i] / static_cast<double>(characters[i]));
  }
  return most_likely(shares);
}

Mean mean_of(std::span<const double> values) {
  MLLM_NPU_CHECK(!values.empty(), "no value");
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  if (values.size() == 1) return {mean, 0};
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (count - 1) / count)};
}

Mean mean_of(const std::vector<bool>& values) {
  return mean_of(std::vector<double>(values.begin(), values.end()));
}

Mean perplexity_of(std::span<const double> log_likelihoods) {
  const Mean mean = mean_of(log_likelihoods);
  const double value = std::exp(-mean.value);
  return {value, value * mean.standard_error};
}

double pooled_standard_error(std::span<const double> errors, std::span<const std::size_t> sizes) {
  MLLM_NPU_CHECK(!sizes.empty() && errors.size() == sizes.size(), std::to_string(sizes.size()));
  double squares = 0;
  double items = 0;
  for (std::size_t group = 0; group < sizes.size(); ++group) {
    const auto size = static_cast<double>(sizes[group]);
    squares += (size - 1) * size * errors[group] * errors[group];
    items += size;
  }
  const double freedom = items - static_cast<double>(sizes.size());
  return freedom > 0 ? std::sqrt(squares / freedom / items) : 0;
}

Flips flips(const std::vector<bool>& reference, const std::vector<bool>& model) {
  MLLM_NPU_CHECK(!reference.empty() && reference.size() == model.size(),
                 std::to_string(reference.size()) + " / " + std::to_string(model.size()));
  Flips result{.to_wrong = 0, .to_right = 0, .items = model.size()};
  for (std::size_t i = 0; i < model.size(); ++i) {
    if (reference[i] && !model[i]) ++result.to_wrong;
    if (!reference[i] && model[i]) ++result.to_right;
  }
  return result;
}

double kl_divergence(std::span<const float> reference, std::span<const float> model) {
  MLLM_NPU_CHECK(!reference.empty() && reference.size() == model.size(),
                 std::to_string(reference.size()) + " / " + std::to_string(model.size()));
  const double reference_highest = highest(reference);
  const double model_highest = highest(model);
  double reference_sum = 0;
  double model_sum = 0;
  double weighted = 0;
  for (std::size_t i = 0; i < model.size(); ++i) {
    const double p = static_cast<double>(reference[i]) - reference_highest;
    const double q = static_cast<double>(model[i]) - model_highest;
    const double weight = std::exp(p);
    reference_sum += weight;
    model_sum += std::exp(q);
    weighted += weight * (p - q);
  }
  const double divergence =
      weighted / reference_sum - std::log(reference_sum) + std::log(model_sum);
  return std::max(0.0, divergence);  // never negative, but for rounding
}

}  // namespace mllm_npu
