#include "engine/kernels/quantize.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace mllm_npu {

void quantize(std::span<const float> x, float scale, std::span<std::int8_t> q) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const float value = x[i] / scale;
    q[i] = std::isnan(value)
               ? std::int8_t{0}
               : static_cast<std::int8_t>(std::nearbyint(std::clamp(value, -128.0F, 127.0F)));
  }
}

void dequantize(std::span<const std::int32_t> sums, float scale, std::span<const float> bias,
                std::span<float> y) {
  for (std::size_t i = 0; i < sums.size(); ++i) {
    y[i] = static_cast<float>(sums[i]) * scale + (bias.empty() ? 0 : bias[i]);
  }
}

float max_abs(std::span<const float> x) {
  float largest = 0;
  for (const float value : x) {
    if (std::abs(value) > largest) largest = std::abs(value);
  }
  return largest;
}

}  // namespace mllm_npu
