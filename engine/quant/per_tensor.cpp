#include "engine/quant/per_tensor.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/check.h"
#include "engine/kernels/quantize.h"

namespace mllm_npu {
namespace {

constexpr float kHighest = 127;

float max_abs_of(MatrixView<const float> matrix) {
  float highest = 0;
  for (std::int64_t row = 0; row < matrix.rows; ++row) {
    highest = std::max(highest, max_abs(matrix.row(row)));
  }
  return highest;
}

}  // namespace

float scale_for(float highest) {
  MLLM_NPU_CHECK(std::isfinite(highest) && highest >= 0, std::to_string(highest));
  // A scale so small that its inverse overflows is of no use to anyone.
  return highest > 1e-30F ? highest / kHighest : 1;
}

float quantize_weights(MatrixView<const float> weights, MatrixView<std::int8_t> quantized) {
  const float scale = scale_for(max_abs_of(weights));
  for (std::int64_t row = 0; row < weights.rows; ++row) {
    quantize(weights.row(row), scale, quantized.row(row));
  }
  return scale;
}

ActivationRange::ActivationRange(const ModelConfig& model)
    : max_abs_(static_cast<std::size_t>(model.num_hidden_layers)) {}

void ActivationRange::observe(std::int64_t layer, LinearRole role, MatrixView<const float> input) {
  float& highest = max_abs_[static_cast<std::size_t>(layer)][static_cast<std::size_t>(role)];
  highest = std::max(highest, max_abs_of(input));
}

ActivationScales ActivationRange::scales() const {
  ActivationScales scales;
  for (const std::array<float, 7>& layer : max_abs_) {
    std::array<float, 7> of_layer{};
    std::transform(layer.begin(), layer.end(), of_layer.begin(), scale_for);
    scales.layers.push_back(of_layer);
  }
  return scales;
}

}  // namespace mllm_npu
