#pragma once

// A decoder-only language model in double and in plain loops, written for the reader: what the
// float reference and the W8A8 path are held against. It shares no arithmetic with the engine.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/checkpoint/weight_source.h"
#include "engine/quant/per_tensor.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu::support {

using PlainRow = std::vector<double>;
using PlainRows = std::vector<PlainRow>;  // [tokens][width]
using IntRows = std::vector<std::vector<std::int64_t>>;

// The weight `id` of `source`, [rows][columns]; a norm or a bias is one row.
PlainRows plain_weight(const WeightSource& source, const WeightId& id);
// The bias of a linear, or nothing.
PlainRow plain_bias(const WeightSource& source, std::int64_t layer, LinearRole role);

// The equations, row by row.
PlainRow plain_norm(const ModelConfig& model, const PlainRow& weight, const PlainRow& bias,
                    const PlainRow& x);
double plain_activation(Activation activation, double x);
// Turns the heads of `row`, which stands at `position`.
void plain_rotate(const ModelConfig& model, std::int64_t position, PlainRow& row);
// The query at `position` over keys[0..position] and their values.
PlainRow plain_attention(const ModelConfig& model, const PlainRow& query, std::int64_t position,
                         const PlainRows& keys, const PlainRows& values);
// x · weightᵀ + bias.
PlainRow plain_product(const PlainRows& weight, const PlainRow& bias, const PlainRow& x);

// How a model multiplies and what it keeps.
struct PlainArithmetic {
  std::function<PlainRows(std::int64_t layer, LinearRole role, const PlainRows& input)> linear;
  std::function<double(double)> cached;  // a key's or value's number as the cache keeps it
};
// In exact arithmetic.
PlainArithmetic plain_float(const WeightSource& source);
// W8A8 with scales that must clip nothing (a test fails where they do), and a cache in fp16.
PlainArithmetic plain_w8a8(const WeightSource& source, const ActivationScales& scales);

// Normalized last hidden states and logits of all tokens.
PlainRows plain_hidden(const WeightSource& source, std::span<const TokenId> tokens,
                       const PlainArithmetic& arithmetic);
PlainRows plain_logits(const WeightSource& source, const PlainRows& hidden);

// A linear in int8: weight ≈ scale · quantized.
struct PlainInt8Linear {
  IntRows weight;  // [outputs][inputs]
  double weight_scale;
  double input_scale;
  PlainRow bias;

  // Sums of a row of quantised inputs, and the numbers that they stand for.
  std::vector<std::int64_t> sums(const std::vector<std::int64_t>& input) const;
  PlainRow numbers(const std::vector<std::int64_t>& sums) const;
};
PlainInt8Linear plain_int8_linear(const WeightSource& source, const ActivationScales& scales,
                                  std::int64_t layer, LinearRole role);

// round(x / scale). Fails the test where that does not fit into -127..127.
std::int64_t plain_quantized(double x, double scale);

// The nearest fp16. REQUIRES: |x| < 65504.
double plain_half(double x);

}  // namespace mllm_npu::support
