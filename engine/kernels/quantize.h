#pragma once

// Between real numbers and int8 with one scale: x ≈ scale · q. Each result is exactly what its
// formula says, so it is the same on every machine.

#include <cstdint>
#include <span>

#include "engine/base/function_ref.h"

namespace mllm_npu {

// q = clip(round(x / scale), -128, 127). The quotient is fp32's, correctly rounded; halves round to
// even; a NaN becomes 0. REQUIRES: equal lengths; scale > 0 and finite.
void quantize(std::span<const float> x, float scale, std::span<std::int8_t> q);

// What the clip of quantize() cuts off: calls found(i, r), in the order of i, wherever
// r = round(x / scale) − clip(round(x / scale), -128, 127) is not 0. REQUIRES: as quantize().
void visit_clipped(std::span<const float> x, float scale,
                   FunctionRef<void(std::int64_t, float)> found);

// y = float(sums) · scale + bias, each step rounded to fp32. REQUIRES: equal lengths; an empty bias
// stands for zeros.
void dequantize(std::span<const std::int32_t> sums, float scale, std::span<const float> bias,
                std::span<float> y);

// The largest |x|; 0 for nothing. NaNs do not count.
float max_abs(std::span<const float> x);

}  // namespace mllm_npu
