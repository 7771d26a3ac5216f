#pragma once

// Norms of one hidden state; a row of a matrix never depends on the others.

#include <span>

namespace mllm_npu {

// y = x / sqrt(mean(x²) + eps) · weight. A model that stores weight − 1 (Gemma) adds the 1 when it
// loads. REQUIRES: equal lengths, not 0; y may be x.
void rms_norm(std::span<const float> x, std::span<const float> weight, double eps,
              std::span<float> y);

// y = (x − mean(x)) / sqrt(variance(x) + eps) · weight + bias, the variance over n, not n − 1.
// REQUIRES: equal lengths, not 0; y may be x.
void layer_norm(std::span<const float> x, std::span<const float> weight,
                std::span<const float> bias, double eps, std::span<float> y);

}  // namespace mllm_npu
