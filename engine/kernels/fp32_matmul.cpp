#include "engine/kernels/fp32_matmul.h"

namespace mllm_npu {

void fp32_matmul(MatrixView<const float> x, MatrixView<const float> w, std::span<const float> bias,
                 MatrixView<float> y) {
  as_eigen(y).noalias() = as_eigen(x) * as_eigen(w).transpose();
  if (bias.empty()) return;
  for (std::int64_t row = 0; row < y.rows; ++row) {
    for (std::int64_t i = 0; i < y.columns; ++i) y(row, i) += bias[static_cast<std::size_t>(i)];
  }
}

}  // namespace mllm_npu
