#include "engine/kernels/activation.h"

#include <cmath>
#include <numbers>
#include <string>

#include "engine/base/check.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {
namespace {

// Number by number: none of the paper's models has this form.
void gelu(std::span<float> x) {
  for (float& value : x) {
    const auto wide = static_cast<double>(value);
    value = static_cast<float>(wide * (1 + std::erf(wide / std::numbers::sqrt2)) / 2);
  }
}

void check_lengths(std::span<const float> x, std::span<const float> y) {
  MLLM_NPU_CHECK(x.size() == y.size(), std::to_string(x.size()) + ", " + std::to_string(y.size()));
}

}  // namespace

void activate(Activation activation, std::span<float> x) {
  switch (activation) {
    case Activation::kSilu:
      return vector_silu(x);
    case Activation::kGelu:
      return gelu(x);
    case Activation::kGeluTanh:
      return vector_gelu_tanh(x);
  }
}

void multiply(std::span<float> x, std::span<const float> y) {
  check_lengths(x, y);
  vector_multiply(x, y);
}

void add(std::span<float> x, std::span<const float> y) {
  check_lengths(x, y);
  vector_add(x, y);
}

}  // namespace mllm_npu
