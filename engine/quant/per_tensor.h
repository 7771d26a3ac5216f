#pragma once

// Per-tensor symmetric quantisation, "max-min" (§3.1): q = round(x / scale) with
// scale = max|x| / 127, so that nothing of what was seen is clipped.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/model/model_config.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

// max|x| / 127; 1 where everything is zero. REQUIRES: max_abs is finite and not negative.
float scale_for(float max_abs);

// Quantises `weights` [outputs, inputs] into `quantized`, of the same shape; returns the scale.
float quantize_weights(MatrixView<const float> weights, MatrixView<std::int8_t> quantized);

// The static scales of the inputs of all linears, found by calibration.
struct ActivationScales {
  std::vector<std::array<float, 7>> layers;  // [num_hidden_layers][LinearRole]

  float of(std::int64_t layer, LinearRole role) const {
    return layers[static_cast<std::size_t>(layer)][static_cast<std::size_t>(role)];
  }
};

// Collects max|x| of every linear's input.
class ActivationRange {
 public:
  explicit ActivationRange(const ModelConfig& model);

  void observe(std::int64_t layer, LinearRole role, MatrixView<const float> input);

  // Nothing that was observed is clipped at these.
  ActivationScales scales() const;

 private:
  std::vector<std::array<float, 7>> max_abs_;  // [num_hidden_layers][LinearRole]
};

}  // namespace mllm_npu
