#pragma once

// SmoothQuant (Xiao et al., 2022): what is hard to quantise in x moves into the weights,
// (x / s) · (w · s)ᵀ, before both become int8.

#include <span>

#include "engine/quant/quantizer.h"

namespace mllm_npu {

// s_j = max|x_j|^α / max|w_j|^(1−α), neither maximum below 1e-5, nor s. channel_max_abs: [inputs];
// weights: [outputs, inputs] each, which share the input. α is the migration strength.
std::vector<float> smoothing_factors(std::span<const float> channel_max_abs,
                                     std::span<const MatrixView<const float>> weights,
                                     double migration_strength);

// Table 2 of the paper. Weights are per tensor in all three.
enum class SmoothQuantLevel {
  kO1,  // activations: dynamic, per token
  kO2,  // dynamic, per tensor
  kO3,  // static, per tensor: what an NPU can do
};

class SmoothQuant : public Quantizer {
 public:
  explicit SmoothQuant(double migration_strength = 0.5,
                       SmoothQuantLevel level = SmoothQuantLevel::kO3)
      : migration_strength_(migration_strength), level_(level) {}

  std::string_view name() const override;
  // Smooths where the original does: q, k, v and gate, up, whose x comes from a norm that takes
  // 1 / s up. Here x is divided at the linear, which differs from that by rounding only. O and
  // down are quantised as they are.
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;

 private:
  double migration_strength_;
  SmoothQuantLevel level_;
};

}  // namespace mllm_npu
