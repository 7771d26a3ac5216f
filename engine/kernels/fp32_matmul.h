#pragma once

#include <span>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// y = x · wᵀ + bias in fp32. x: [rows, inputs]; w: [outputs, inputs], as checkpoints have it, any
// stride; y: [rows, outputs]; an empty bias stands for zeros. Runs on all cores.
void fp32_matmul(MatrixView<const float> x, MatrixView<const float> w, std::span<const float> bias,
                 MatrixView<float> y);

}  // namespace mllm_npu
