#include "engine/kernels/normalization.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

// Sums of term(x[i]) in double, in several chains so that additions need not wait for each other.
template <class Term>
double sum_of(std::span<const float> x, const Term& term) {
  constexpr std::size_t kChains = 8;
  std::array<double, kChains> sums{};
  std::size_t i = 0;
  for (; i + kChains <= x.size(); i += kChains) {
    for (std::size_t chain = 0; chain < kChains; ++chain) {
      sums[chain] += term(static_cast<double>(x[i + chain]));
    }
  }
  for (; i < x.size(); ++i) sums[0] += term(static_cast<double>(x[i]));
  double total = 0;
  for (const double sum : sums) total += sum;
  return total;
}

void check_lengths(std::size_t x, std::size_t weight, std::size_t y) {
  MLLM_NPU_CHECK(x > 0 && weight == x && y == x,
                 std::to_string(x) + ", " + std::to_string(weight) + ", " + std::to_string(y));
}

}  // namespace

void rms_norm(std::span<const float> x, std::span<const float> weight, double eps,
              std::span<float> y) {
  check_lengths(x.size(), weight.size(), y.size());
  const double squares = sum_of(x, [](double value) { return value * value; });
  const double factor = 1 / std::sqrt(squares / static_cast<double>(x.size()) + eps);
  for (std::size_t i = 0; i < x.size(); ++i) {
    y[i] = static_cast<float>(static_cast<double>(x[i]) * factor) * weight[i];
  }
}

void layer_norm(std::span<const float> x, std::span<const float> weight,
                std::span<const float> bias, double eps, std::span<float> y) {
  check_lengths(x.size(), weight.size(), y.size());
  MLLM_NPU_CHECK(bias.size() == x.size(), std::to_string(bias.size()));
  const auto count = static_cast<double>(x.size());
  const double mean = sum_of(x, [](double value) { return value; }) / count;
  const double squares =
      sum_of(x, [mean](double value) { return (value - mean) * (value - mean); });
  const double factor = 1 / std::sqrt(squares / count + eps);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto normal = static_cast<float>((static_cast<double>(x[i]) - mean) * factor);
    y[i] = normal * weight[i] + bias[i];
  }
}

}  // namespace mllm_npu
