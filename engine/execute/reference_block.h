#pragma once

// One transformer block in plain fp32: the equations of every architecture, chosen by the model
// card.

#include <functional>

#include "engine/execute/float_weights.h"

namespace mllm_npu {

// x ↦ norm(x), row by row (Normalization).
EigenRowMajor<float> normalized(const ModelConfig& model, const FloatNorm& norm,
                                const EigenRowMajor<float>& x);

// x · weightᵀ + bias.
EigenRowMajor<float> apply(const FloatLinear& linear, const EigenRowMajor<float>& x);

// Turns the first rotary_size of each head of `rows` by its position, in Hugging Face's halves:
// (a, b) = (x[i], x[i + rotary_size / 2]) ↦ (a cos − b sin, b cos + a sin) with the angle
// position · rope_theta^(−2 i / rotary_size). rows: [tokens, heads · head_dim].
void rotate(const ModelConfig& model, std::int64_t first_position, EigenRowMajor<float>& rows);

// softmax(Q Kᵀ / √head_dim) V, causal and within the sliding window, head by head; a key head
// serves num_attention_heads / num_key_value_heads query heads. queries: [tokens, query_size] of
// the last tokens; keys, values: [all tokens, key_value_size].
EigenRowMajor<float> attend(const ModelConfig& model, const EigenRowMajor<float>& queries,
                            const EigenRowMajor<float>& keys, const EigenRowMajor<float>& values);

// The linears of one block: x ↦ x · weightᵀ + bias of `role`.
using BlockLinears =
    std::function<EigenRowMajor<float>(LinearRole role, const EigenRowMajor<float>& x)>;

// down(act(gate(x)) · up(x)), or down(act(up(x))) without a gate.
EigenRowMajor<float> feed_forward(const ModelConfig& model, const BlockLinears& linears,
                                  const EigenRowMajor<float>& x);

}  // namespace mllm_npu
