#pragma once

// What the CPU computes of a block, in float: everything between the NPU's int8 products, with
// quantisation and dequantisation at the borders where §3.2 cuts (transformer_block.h).

#include <cstdint>
#include <optional>
#include <span>

#include "engine/execute/kv_cache.h"
#include "engine/execute/quantized_model.h"
#include "engine/execute/shadow_values.h"
#include "engine/kernels/attention.h"
#include "engine/kernels/rope.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

// What one chunk hands from subgraph to subgraph. The NPU's sides have `rows` rows, the last ones
// padding (zeros); float values exist for real tokens only.
struct ChunkValues {
  ChunkValues(const QuantizedModel& model, std::int64_t rows);

  std::int64_t first_position = 0;  // of the chunk's first token in the context
  std::int64_t tokens = 0;          // real ones

  Matrix<float> hidden;           // [rows, hidden_size] residual stream
  Matrix<std::int8_t> input;      // [rows, hidden_size] of QKV; of the FFN too in a parallel block
  Matrix<std::int32_t> qkv;       // [rows, query_size + 2 key_value_size]
  Matrix<std::int8_t> attended;   // [rows, query_size] input of O
  Matrix<std::int32_t> output;    // [rows, hidden_size] result of O
  Matrix<std::int8_t> ffn_input;  // [rows, hidden_size] in a sequential block
  Matrix<std::int32_t> ffn;       // [rows, hidden_size] result of the FFN

  // Only where the model has shadows.
  std::optional<ShadowValues> shadow;
  Matrix<std::int32_t> gate_up;   // [rows, gate and up] between the halves of an FFN
  Matrix<std::int8_t> activated;  // [rows, intermediate_size] input of down
};

// Memory that the float subgraphs need while one of them runs.
struct FloatScratch {
  FloatScratch(const QuantizedModel& model, std::int64_t rows);

  Matrix<float> rows;      // [rows, hidden_size]
  Matrix<float> queries;   // [rows, query_size]
  Matrix<float> keys;      // [rows, key_value_size]
  Matrix<float> values;    // [rows, key_value_size]
  Matrix<float> attended;  // [rows, query_size]
  Matrix<float> inner;     // [rows, gate and up], where the model has shadows
};

// The rotary angles of a model for contexts of up to `positions` tokens.
RotaryTable rotary_table(const ModelConfig& model, std::int64_t positions);

class FloatSubgraphs {
 public:
  // For chunks of `rows` rows. `model` and `rotary`, which must have all positions, must outlive
  // it.
  FloatSubgraphs(const QuantizedModel& model, const RotaryTable& rotary, std::int64_t rows);

  // Starts a chunk: hidden rows of `tokens`, zeros below.
  void embedding(std::span<const TokenId> tokens, std::int64_t first_position,
                 ChunkValues& values) const;
  // Residual of the block before (none for layer 0), norm, quantize.
  void attention_norm(std::int64_t layer, ChunkValues& values);
  // Dequantizes, rotates and appends the chunk's keys and values. REQUIRES: the chunks before have
  // done so.
  void append_keys(std::int64_t layer, const ChunkValues& values, KvCache& cache);
  // Dequantizes and rotates the queries, attends to the cache, quantizes.
  void attention(std::int64_t layer, ChunkValues& values, const KvCache& cache);
  // Residual, and in a sequential block norm and quantize.
  void ffn_norm(std::int64_t layer, ChunkValues& values);
  // Between the halves of an FFN: dequantizes gate and up, activates, quantizes.
  void ffn_synchronization(std::int64_t layer, ChunkValues& values);
  // After the last block: adds its residual to the rows from `first_row` on and normalizes them
  // into `out` [tokens - first_row, hidden_size]. Leaves `values` as they are.
  void last_norm(const ChunkValues& values, std::int64_t first_row, MatrixView<float> out);

  // The NPU's input of the FFN.
  MatrixView<const std::int8_t> ffn_input(const ChunkValues& values) const;

 private:
  void normalize(const FloatNorm& norm, std::span<const float> x, std::span<float> y) const;
  void quantize_row(std::int64_t layer, LinearRole role, std::int64_t row, std::span<const float> x,
                    ChunkValues& values, Matrix<std::int8_t>& quantized) const;
  void add_result(std::int64_t layer, LinearRole role, std::int64_t row, const ChunkValues& values,
                  std::span<float> scratch, std::span<float> hidden) const;
  void dequantize_part(std::int64_t layer, LinearRole role, std::int64_t first_column,
                       const ChunkValues& values, MatrixView<float> out) const;

  const QuantizedModel& model_;
  const RotaryTable& rotary_;
  FloatScratch scratch_;
};

}  // namespace mllm_npu
