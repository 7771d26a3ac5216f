#pragma once

#include <span>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// Numbers as fp16 holds them, in fp32: rounded, halves to even; ±65504 for what is larger.
void round_to_half(std::span<const float> numbers, std::span<float> rounded);
Matrix<float> rounded_to_half(MatrixView<const float> numbers);

}  // namespace mllm_npu
