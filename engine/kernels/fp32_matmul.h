#pragma once

#include <span>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// y = x · wᵀ + bias in fp32. x: [rows, inputs]; w: [outputs, inputs], as checkpoints have it, any
// stride; y: [rows, outputs]; an empty bias stands for zeros. Runs on all cores.
//
// A row of y is the same bits whatever other rows are in the call, with any number of threads and
// on every instruction set: sums of 256 products in order, rounded one by one, then the sum of
// those sums, then the bias. oneDNN's product promises none of this and is a little faster, with
// one row by a factor of two. REQUIRES: the shapes fit.
void fp32_matmul(MatrixView<const float> x, MatrixView<const float> w, std::span<const float> bias,
                 MatrixView<float> y);

}  // namespace mllm_npu
