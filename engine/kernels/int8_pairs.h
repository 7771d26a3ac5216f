#pragma once

#include <cstdint>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// The exact int8 product in our own vector code; what Int8Path::kPairs does. Two neighbouring
// inputs are multiplied and added in one instruction, from 16 bits to 32.

// [panels, pairs · 16 · 2]: a panel is 16 outputs, a pair two inputs; zeros fill up both.
Matrix<std::int8_t> pack_int8_pairs(MatrixView<const std::int8_t> weights);

// y = x · wᵀ; x: [rows, inputs], y: [rows, outputs], any stride.
void multiply_int8_pairs(MatrixView<const std::int8_t> x, MatrixView<const std::int8_t> panels,
                         MatrixView<std::int32_t> y);

}  // namespace mllm_npu
