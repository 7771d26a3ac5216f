#pragma once

#include <span>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// Weights w [outputs, inputs] in the order in which the product reads them: for weights that are
// used again and again.
class PackedFp32Weights {
 public:
  PackedFp32Weights() = default;
  explicit PackedFp32Weights(MatrixView<const float> w);

  std::int64_t outputs() const { return outputs_; }
  std::int64_t inputs() const { return panels_.columns() / kPanelOutputs; }
  // The weights of outputs index · kPanelOutputs and on: [inputs, kPanelOutputs], zeros at the end.
  MatrixView<const float> panel(std::int64_t index) const {
    return {panels_.row(index).data(), inputs(), kPanelOutputs};
  }

  static constexpr std::int64_t kPanelOutputs = 32;

 private:
  std::int64_t outputs_ = 0;
  Matrix<float> panels_;  // [panels, inputs · kPanelOutputs]
};

// y = x · wᵀ + bias in fp32. x: [rows, inputs]; w: [outputs, inputs], as checkpoints have it, any
// stride; y: [rows, outputs]; an empty bias stands for zeros. Runs on all cores.
//
// A row of y is the same bits whatever other rows are in the call, with any number of threads and
// on every instruction set: 256 products are summed up in order, then four such sums, then those,
// then the bias, each step rounded on its own. oneDNN's product promises none of this; on Zen 3 it
// took 0.7 of the time with 256 rows and 0.4 with one.
//
// REQUIRES: the shapes fit.
void fp32_matmul(MatrixView<const float> x, MatrixView<const float> w, std::span<const float> bias,
                 MatrixView<float> y);

// The same bits from packed weights.
void fp32_matmul(MatrixView<const float> x, const PackedFp32Weights& w, std::span<const float> bias,
                 MatrixView<float> y);

}  // namespace mllm_npu
