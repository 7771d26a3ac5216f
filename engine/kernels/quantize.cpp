#include "engine/kernels/quantize.h"

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

void dequantize(std::span<const std::int32_t> sums, float scale, std::span<const float> bias,
                std::span<float> y) {
  MLLM_NPU_CHECK(sums.size() == y.size() && (bias.empty() || bias.size() == y.size()),
                 std::to_string(sums.size()) + ", " + std::to_string(bias.size()) + ", " +
                     std::to_string(y.size()));
  vector_dequantize(sums, scale, bias, y);
}

float max_abs(std::span<const float> x) { return vector_max_abs(x); }

}  // namespace mllm_npu
