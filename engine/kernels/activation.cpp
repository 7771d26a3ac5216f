#include "engine/kernels/activation.h"

#include <cmath>
#include <cstddef>

namespace mllm_npu {
namespace {

float activated(Activation activation, float value) {
  const auto x = static_cast<double>(value);
  switch (activation) {
    case Activation::kSilu:
      return static_cast<float>(x / (1 + std::exp(-x)));
    case Activation::kGelu:
      return static_cast<float>(0.5 * x * (1 + std::erf(x * 0.70710678118654752)));
    case Activation::kGeluTanh:
      return static_cast<float>(0.5 * x *
                                (1 + std::tanh(0.79788456080286536 * (x + 0.044715 * x * x * x))));
  }
  return 0;
}

}  // namespace

void activate(Activation activation, std::span<float> x) {
  for (float& value : x) value = activated(activation, value);
}

void multiply(std::span<float> x, std::span<const float> y) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] *= y[i];
}

void add(std::span<float> x, std::span<const float> y) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += y[i];
}

}  // namespace mllm_npu
