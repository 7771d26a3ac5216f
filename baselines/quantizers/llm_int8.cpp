#include "baselines/quantizers/llm_int8.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "baselines/quantizers/half.h"
#include "engine/kernels/fp32_matmul.h"
#include "engine/kernels/parallel_work.h"
#include "engine/kernels/quantize.h"
#include "engine/quant/int8_product.h"
#include "engine/quant/per_tensor.h"

namespace mllm_npu {
namespace {

using Channels = std::vector<std::int64_t>;

Channels outlier_channels(MatrixView<const float> x, float threshold) {
  std::vector<float> largest(static_cast<std::size_t>(x.columns));
  for (std::int64_t row = 0; row < x.rows; ++row) {
    std::ranges::transform(largest, x.row(row), largest.begin(),
                           [](float most, float value) { return std::max(most, std::abs(value)); });
  }
  Channels channels;
  for (std::int64_t channel = 0; channel < x.columns; ++channel) {
    if (largest[static_cast<std::size_t>(channel)] >= threshold) channels.push_back(channel);
  }
  return channels;
}

Matrix<float> gathered(MatrixView<const float> matrix, const Channels& channels) {
  Matrix<float> part(matrix.rows, static_cast<std::int64_t>(channels.size()));
  for (std::int64_t row = 0; row < matrix.rows; ++row) {
    std::ranges::transform(channels, part.row(row).begin(),
                           [&](std::int64_t channel) { return matrix(row, channel); });
  }
  return part;
}

class LlmInt8Linear : public QuantizedLinear {
 public:
  LlmInt8Linear(MatrixView<const float> weights, float threshold)
      : threshold_(threshold),
        product_(weights, WeightScale::kPerOutput),
        half_weights_(rounded_to_half(weights)) {}

  void apply(MatrixView<const float> x, MatrixView<float> y) const override {
    const Channels outliers = outlier_channels(x, threshold_);
    multiply_others(x, outliers, y);
    if (outliers.empty()) return;
    const Matrix<float> some = gathered(x, outliers);
    const Matrix<float> rounded = rounded_to_half(some.view());
    const Matrix<float> weights = gathered(half_weights_.view(), outliers);
    Matrix<float> sums(y.rows, y.columns);
    fp32_matmul(rounded.view(), weights.view(), {}, sums.view());
    as_eigen(y) += as_eigen(sums.view());
  }

 private:
  // What is an outlier counts as 0.
  void multiply_others(MatrixView<const float> x, const Channels& outliers,
                       MatrixView<float> y) const {
    Matrix<std::int8_t> quantized(x.rows, x.columns);
    std::vector<float> scales(static_cast<std::size_t>(x.rows));
    parallel_for_work(x.rows, x.rows * x.columns, [&](std::int64_t row) {
      std::vector<float> values(x.row(row).begin(), x.row(row).end());
      for (const std::int64_t channel : outliers) values[static_cast<std::size_t>(channel)] = 0;
      float& scale = scales[static_cast<std::size_t>(row)];
      scale = scale_for(max_abs(values));
      mllm_npu::quantize(values, scale, quantized.row(row));
    });
    product_.multiply(std::as_const(quantized).view(), scales, y);
  }

  float threshold_;
  Int8Product product_;
  Matrix<float> half_weights_;  // [outputs, inputs]
};

}  // namespace

std::vector<std::unique_ptr<QuantizedLinear>> LlmInt8::quantize(const LinearGroup& group,
                                                                const InputStatistics&) const {
  std::vector<std::unique_ptr<QuantizedLinear>> linears;
  for (const MatrixView<const float>& weights : group.weights) {
    linears.push_back(std::make_unique<LlmInt8Linear>(weights, threshold_));
  }
  return linears;
}

}  // namespace mllm_npu
