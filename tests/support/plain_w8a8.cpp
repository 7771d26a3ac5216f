#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/plain_model.h"

namespace mllm_npu::support {

std::vector<std::int64_t> PlainInt8Linear::sums(const std::vector<std::int64_t>& input) const {
  std::vector<std::int64_t> out;
  for (const std::vector<std::int64_t>& row : weight) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < input.size(); ++i) sum += row[i] * input[i];
    out.push_back(sum);
  }
  return out;
}

PlainRow PlainInt8Linear::numbers(const std::vector<std::int64_t>& sums) const {
  PlainRow out;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    out.push_back(static_cast<double>(sums[i]) * input_scale * weight_scale);
    if (!bias.empty()) out.back() += bias[i];
  }
  return out;
}

PlainInt8Linear plain_int8_linear(const WeightSource& source, const ActivationScales& scales,
                                  std::int64_t layer, LinearRole role) {
  const PlainRows weight = plain_weight(source, {weight_role_of(role), layer});
  double highest = 0;
  for (const PlainRow& row : weight) {
    for (const double value : row) highest = std::max(highest, std::abs(value));
  }
  PlainInt8Linear linear{.weight = {},
                         .weight_scale = static_cast<double>(static_cast<float>(highest / 127)),
                         .input_scale = static_cast<double>(scales.of(layer, role)),
                         .bias = plain_bias(source, layer, role)};
  for (const PlainRow& row : weight) {
    linear.weight.emplace_back();
    for (const double value : row) {
      // "The same int8 weights": their quotient is fp32's by contract (kernels/quantize.h).
      const float quotient = static_cast<float>(value) / static_cast<float>(linear.weight_scale);
      linear.weight.back().push_back(plain_quantized(static_cast<double>(quotient), 1));
    }
  }
  return linear;
}

std::int64_t plain_quantized(double x, double scale) {
  const auto quantized = static_cast<std::int64_t>(std::nearbyint(x / scale));
  EXPECT_LE(std::abs(quantized), 127) << "clipped: " << x << " at a scale of " << scale;
  return quantized;
}

// 11 significant bits, and none below 2^-24.
double plain_half(double x) {
  int exponent = 0;
  std::frexp(x, &exponent);
  const double step = std::ldexp(1, std::max(exponent, -13) - 11);
  return std::nearbyint(x / step) * step;
}

PlainArithmetic plain_w8a8(const WeightSource& source, const ActivationScales& scales) {
  const auto linear = [&](std::int64_t layer, LinearRole role, const PlainRows& input) {
    const PlainInt8Linear int8 = plain_int8_linear(source, scales, layer, role);
    PlainRows out;
    for (const PlainRow& row : input) {
      std::vector<std::int64_t> quantized;
      for (const double x : row) quantized.push_back(plain_quantized(x, int8.input_scale));
      out.push_back(int8.numbers(int8.sums(quantized)));
    }
    return out;
  };
  return {.linear = linear, .cached = plain_half};
}

}  // namespace mllm_npu::support
