#pragma once

#include <cstdint>
#include <span>

#include "engine/execute/quantized_model.h"

namespace mllm_npu {

// One row of what gate and up computed; without a gate, of what up did.
struct FfnRow {
  std::span<const std::int32_t> results;  // [gate and up]
  // What their shadows add, in steps, [intermediate_size] each; empty without one.
  std::span<const float> gate_shadow{};
  std::span<const float> up_shadow{};
};

// act(gate) · up, or act(up) without a gate, in float: the input of down, [intermediate_size],
// which lies in `memory` [gate and up].
std::span<const float> activate_ffn(const QuantizedModel& model, std::int64_t layer,
                                    const FfnRow& row, std::span<float> memory);

// y = dequantized `results` of a linear and of its shadow (none if empty), bias included.
void dequantize_linear(const QuantizedBlock& block, LinearRole role,
                       std::span<const std::int32_t> results, std::span<const float> shadow,
                       std::span<float> y);

}  // namespace mllm_npu
