#pragma once

// A model's weights as the engine computes with them: W8A8 per tensor for the NPU, packed once;
// norms, biases and LM head in float for the CPU.

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/execute/float_weights.h"
#include "engine/execute/shadow_weights.h"
#include "engine/graph/transformer_block.h"
#include "engine/kernels/fp32_matmul.h"
#include "engine/kernels/int8_matmul.h"
#include "engine/quant/per_tensor.h"

namespace mllm_npu {

// Linears that read the same input stand beside each other in one packed product.
struct QuantizedBlock {
  FloatNorm attention_norm;
  FloatNorm ffn_norm;         // empty in a parallel block
  PackedInt8Weights qkv;      // [query_size + 2 key_value_size, hidden_size]
  PackedInt8Weights output;   // [hidden_size, query_size]
  PackedInt8Weights gate_up;  // [2 intermediate_size, hidden_size], or without the gate
  PackedInt8Weights down;     // [hidden_size, intermediate_size]
  std::array<float, 7> weight_scale{};
  std::array<float, 7> input_scale{};
  std::array<std::vector<float>, 7> bias;  // [outputs], or empty

  float input_scale_of(LinearRole role) const {
    return input_scale[static_cast<std::size_t>(role)];
  }
  // What one step of a linear's int32 result stands for.
  float result_scale_of(LinearRole role) const {
    return input_scale_of(role) * weight_scale[static_cast<std::size_t>(role)];
  }
  const std::vector<float>& bias_of(LinearRole role) const {
    return bias[static_cast<std::size_t>(role)];
  }
};

// y = x · weightᵀ + bias, on the CPU.
struct PackedFloatLinear {
  PackedFp32Weights weight;
  std::vector<float> bias;  // [outputs], or empty
};

// Shadow outlier execution of a model (§3.3): which linears keep their shadow, and the weights for
// it.
struct Shadow {
  std::vector<LayerShadow> plan;  // [layers]: what the timeline counts with
  ShadowWeights weights;
};

struct QuantizedModel {
  const WeightSource* source = nullptr;  // of embedding rows, which stay in the file
  std::vector<QuantizedBlock> blocks;    // [num_hidden_layers]
  FloatNorm final_norm;
  PackedFloatLinear lm_head;
  const Shadow* shadow = nullptr;  // none: what the scales clip is lost

  const ModelConfig& model() const { return source->model(); }
  const QuantizedBlock& block(std::int64_t layer) const {
    return blocks[static_cast<std::size_t>(layer)];
  }
};

// Reads, quantises and packs one block after the other. `source` must outlive the result. Errors:
// what reading from it errs on; InputError for weights that are not finite, and for a model that
// the kernels do not compute: a linear of more than kMaxInt8Inputs inputs, a head wider than
// KeyValueStore::kMaxHeadDim.
//
// `observer` sees the weights [outputs, inputs] of every linear, as they are and in int8 with what
// their scale is, in the order of layers and LinearRole.
using QuantizedLinearObserver =
    std::function<void(std::int64_t layer, LinearRole role, const QuantizedWeights& weights)>;
QuantizedModel quantize_model(const WeightSource& source, const ActivationScales& scales,
                              const QuantizedLinearObserver& observer = {});

// Shows `observer` the same weights without keeping them. Errors: as quantize_model().
void visit_quantized_linears(const WeightSource& source, const QuantizedLinearObserver& observer);

}  // namespace mllm_npu
