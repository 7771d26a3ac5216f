#pragma once

// A model's weights in fp32, as the float reference computes with them.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/checkpoint/weight_source.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

struct FloatNorm {
  std::vector<float> weight;  // [hidden_size]; of RMSNorm with 1 + w: 1 + w
  std::vector<float> bias;    // [hidden_size], or empty
};

// y = x · weightᵀ + bias
struct FloatLinear {
  Matrix<float> weight;     // [outputs, inputs]
  std::vector<float> bias;  // [outputs], or empty
};

struct FloatBlock {
  FloatNorm attention_norm;
  FloatNorm ffn_norm;  // empty in a parallel block
  std::array<FloatLinear, 7> linears;

  const FloatLinear& of(LinearRole role) const { return linears[static_cast<std::size_t>(role)]; }
};

// Parts of `source`, read whole. Errors: what the source's read_rows() errs on.
Matrix<float> read_matrix(const WeightSource& source, const WeightShape& weight);
FloatNorm read_norm(const WeightSource& source, WeightRole role, std::int64_t layer);
// The bias of a linear; empty where the model has none.
std::vector<float> read_bias(const WeightSource& source, WeightRole role, std::int64_t layer);
FloatBlock read_block(const WeightSource& source, std::int64_t layer);
// A block whose linears are empty.
FloatBlock read_norms(const WeightSource& source, std::int64_t layer);
// The LM head, which is the embedding's matrix where the two are tied.
FloatLinear read_lm_head(const WeightSource& source);

// hidden rows of `tokens`: embedding × embedding_scale, [tokens, hidden_size].
// REQUIRES: every token is in 0..vocab_size-1.
void embed(const WeightSource& source, std::span<const std::int32_t> tokens,
           MatrixView<float> hidden);

}  // namespace mllm_npu
