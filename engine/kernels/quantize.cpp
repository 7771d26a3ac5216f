#include "engine/kernels/quantize.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/check.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {

void quantize(std::span<const float> x, float scale, std::span<std::int8_t> q) {
  MLLM_NPU_CHECK(
      x.size() == q.size() && scale > 0 && std::isfinite(scale),
      std::to_string(x.size()) + ", " + std::to_string(q.size()) + ", " + std::to_string(scale));
  vector_quantize(x, scale, q);
}

void visit_clipped(std::span<const float> x, float scale,
                   FunctionRef<void(std::int64_t, float)> found) {
  if (vector_max_abs(x) / scale < 127) return;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const float rounded = std::nearbyint(x[i] / scale);
    const float clipped = std::clamp(rounded, -128.0F, 127.0F);
    if (rounded > clipped || rounded < clipped) {
      found(static_cast<std::int64_t>(i), rounded - clipped);
    }
  }
}

void dequantize(std::span<const std::int32_t> sums, float scale, std::span<const float> bias,
                std::span<float> y) {
  MLLM_NPU_CHECK(sums.size() == y.size() && (bias.empty() || bias.size() == y.size()),
                 std::to_string(sums.size()) + ", " + std::to_string(bias.size()) + ", " +
                     std::to_string(y.size()));
  vector_dequantize(sums, scale, bias, y);
}

float max_abs(std::span<const float> x) { return vector_max_abs(x); }

}  // namespace mllm_npu
