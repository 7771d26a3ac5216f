#include "engine/execute/ffn_activation.h"

#include "engine/kernels/activation.h"
#include "engine/kernels/quantize.h"
#include "engine/kernels/vector_math.h"

namespace mllm_npu {

void dequantize_linear(const QuantizedBlock& block, LinearRole role,
                       std::span<const std::int32_t> results, std::span<const float> shadow,
                       std::span<float> y) {
  dequantize(results, block.result_scale_of(role), block.bias_of(role), y);
  if (!shadow.empty()) vector_add_scaled(y, shadow, block.result_scale_of(role));
}

std::span<const float> activate_ffn(const QuantizedModel& model, std::int64_t layer,
                                    const FfnRow& row, std::span<float> memory) {
  const QuantizedBlock& block = model.block(layer);
  const auto inner = static_cast<std::size_t>(model.model().intermediate_size);
  const std::span<float> first = memory.first(inner);
  if (model.model().gated_mlp) {
    const std::span<float> up = memory.last(inner);
    dequantize_linear(block, LinearRole::kGate, row.results.first(inner), row.gate_shadow, first);
    dequantize_linear(block, LinearRole::kUp, row.results.last(inner), row.up_shadow, up);
    activate(model.model().hidden_act, first);
    multiply(first, up);
  } else {
    dequantize_linear(block, LinearRole::kUp, row.results, row.up_shadow, first);
    activate(model.model().hidden_act, first);
  }
  return first;
}

}  // namespace mllm_npu
