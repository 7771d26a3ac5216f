#include "baselines/quantizers/hadamard.h"

#include <algorithm>

#include "baselines/quantizers/hadamard_rotation.h"
#include "baselines/quantizers/w8a8_linear.h"
#include "engine/kernels/parallel_work.h"
#include "engine/kernels/quantize.h"

namespace mllm_npu {
namespace {

Matrix<float> rotated(MatrixView<const float> rows, const HadamardRotation& rotation) {
  Matrix<float> result(rows.rows, rows.columns);
  parallel_for_work(rows.rows, 16 * rows.rows * rows.columns, [&](std::int64_t row) {
    std::ranges::copy(rows.row(row), result.row(row).begin());
    rotation.rotate(result.row(row));
  });
  return result;
}

float largest_of(const Matrix<float>& matrix) {
  float largest = 0;
  for (std::int64_t row = 0; row < matrix.rows(); ++row) {
    largest = std::max(largest, max_abs(matrix.row(row)));
  }
  return largest;
}

}  // namespace

std::vector<std::unique_ptr<QuantizedLinear>> Hadamard::quantize(
    const LinearGroup& group, const InputStatistics& input) const {
  const auto rotation =
      std::make_shared<const HadamardRotation>(group.weights.front().columns, seed_);
  const W8A8Form form{.weights = WeightScale::kPerTensor,
                      .activations = ActivationScale::kStatic,
                      .static_max_abs = largest_of(rotated(input.sample.view(), *rotation)),
                      .change = [rotation](std::span<float> row) { rotation->rotate(row); }};
  std::vector<std::unique_ptr<QuantizedLinear>> linears;
  for (const MatrixView<const float>& weights : group.weights) {
    linears.push_back(make_w8a8_linear(rotated(weights, *rotation).view(), form));
  }
  return linears;
}

}  // namespace mllm_npu
