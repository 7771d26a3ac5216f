#pragma once

#include <span>

#include "engine/model/model_config.h"

namespace mllm_npu {

// x becomes activation(x), number by number:
//   kSilu      x / (1 + exp(−x))
//   kGelu      x · (1 + erf(x / √2)) / 2
//   kGeluTanh  x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2
// A few units in the last place of fp32; silu and the tanh form are the same bits on every machine.
void activate(Activation activation, std::span<float> x);

// x becomes x · y. REQUIRES: equal lengths.
void multiply(std::span<float> x, std::span<const float> y);

// x becomes x + y. REQUIRES: equal lengths.
void add(std::span<float> x, std::span<const float> y);

}  // namespace mllm_npu
