#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernels/int8_matmul.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

enum class WeightScale { kPerTensor, kPerOutput };

// Weights in int8, rounded symmetrically with max|w| / 127, and their exact product with int8 rows.
class Int8Product {
 public:
  // weights: [outputs, inputs], neither 0.
  Int8Product(MatrixView<const float> weights, WeightScale scale);

  // Of weights that are rounded already, with the scale that they were rounded with.
  Int8Product(MatrixView<const std::int8_t> quantized, float scale);

  // y = (x · qᵀ) · row scale · weight scale; the sums are exact, the scales are multiplied first.
  // x: [rows, inputs], contiguous; y: [rows, outputs]. May be called from several threads.
  void multiply(MatrixView<const std::int8_t> x, std::span<const float> row_scales,
                MatrixView<float> y) const;

 private:
  std::vector<float> scales_;  // [outputs], or one
  PackedInt8Weights weights_;
};

}  // namespace mllm_npu
