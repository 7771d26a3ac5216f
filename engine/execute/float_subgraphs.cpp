#include "engine/execute/float_subgraphs.h"

#include <algorithm>
#include <utility>

#include "engine/base/parallel.h"
#include "engine/execute/ffn_activation.h"
#include "engine/kernels/activation.h"
#include "engine/kernels/normalization.h"
#include "engine/kernels/quantize.h"

namespace mllm_npu {
namespace {

void clear_rows(std::int64_t first, Matrix<std::int8_t>& matrix) {
  for (std::int64_t row = first; row < matrix.rows(); ++row) {
    std::fill(matrix.row(row).begin(), matrix.row(row).end(), std::int8_t{0});
  }
}

std::span<const float> shadow_of(const ChunkValues& values, std::int64_t layer, LinearRole role,
                                 std::int64_t row) {
  return values.shadow ? values.shadow->sums(layer, role, row) : std::span<const float>();
}

std::int64_t gate_up_size(const ModelConfig& model) {
  return (model.gated_mlp ? 2 : 1) * model.intermediate_size;
}

}  // namespace

ChunkValues::ChunkValues(const QuantizedModel& model, std::int64_t rows)
    : hidden(rows, model.model().hidden_size),
      input(rows, model.model().hidden_size),
      qkv(rows, query_size(model.model()) + 2 * key_value_size(model.model())),
      attended(rows, query_size(model.model())),
      output(rows, model.model().hidden_size),
      ffn_input(model.model().parallel_block ? 0 : rows, model.model().hidden_size),
      ffn(rows, model.model().hidden_size) {
  if (model.shadow == nullptr) return;
  shadow.emplace(model.model(), model.shadow->weights, rows);
  gate_up = Matrix<std::int32_t>(rows, gate_up_size(model.model()));
  activated = Matrix<std::int8_t>(rows, model.model().intermediate_size);
}

FloatScratch::FloatScratch(const QuantizedModel& model, std::int64_t row_count)
    : rows(row_count, model.model().hidden_size),
      queries(row_count, query_size(model.model())),
      keys(row_count, key_value_size(model.model())),
      values(row_count, key_value_size(model.model())),
      attended(row_count, query_size(model.model())),
      inner(model.shadow == nullptr ? 0 : row_count, gate_up_size(model.model())) {}

RotaryTable rotary_table(const ModelConfig& model, std::int64_t positions) {
  return {rotary_size(model), model.rope_theta, positions};
}

FloatSubgraphs::FloatSubgraphs(const QuantizedModel& model, const RotaryTable& rotary,
                               std::int64_t rows)
    : model_(model), rotary_(rotary), scratch_(model, rows) {}

void FloatSubgraphs::normalize(const FloatNorm& norm, std::span<const float> x,
                               std::span<float> y) const {
  if (model_.model().normalization == Normalization::kLayerNorm) {
    layer_norm(x, norm.weight, norm.bias, model_.model().norm_eps, y);
  } else {
    rms_norm(x, norm.weight, model_.model().norm_eps, y);
  }
}

// The shadow keeps what the clip cuts off.
void FloatSubgraphs::quantize_row(std::int64_t layer, LinearRole role, std::int64_t row,
                                  std::span<const float> x, ChunkValues& values,
                                  Matrix<std::int8_t>& quantized) const {
  const float scale = model_.block(layer).input_scale_of(role);
  quantize(x, scale, quantized.row(row));
  if (values.shadow) values.shadow->collect(layer, input_of(role), row, x, scale);
}

// hidden += dequantized result of O or down, its shadow included.
void FloatSubgraphs::add_result(std::int64_t layer, LinearRole role, std::int64_t row,
                                const ChunkValues& values, std::span<float> scratch,
                                std::span<float> hidden) const {
  const Matrix<std::int32_t>& results = role == LinearRole::kO ? values.output : values.ffn;
  dequantize_linear(model_.block(layer), role, results.row(row),
                    shadow_of(values, layer, role, row), scratch);
  add(hidden, scratch);
}

void FloatSubgraphs::embedding(std::span<const TokenId> tokens, std::int64_t first_position,
                               ChunkValues& values) const {
  values.first_position = first_position;
  values.tokens = static_cast<std::int64_t>(tokens.size());
  embed(*model_.source, tokens, values.hidden.view());
  clear_rows(values.tokens, values.input);
  clear_rows(values.tokens, values.attended);
  clear_rows(values.tokens, values.ffn_input);
  clear_rows(values.tokens, values.activated);
}

void FloatSubgraphs::attention_norm(std::int64_t layer, ChunkValues& values) {
  const QuantizedBlock& block = model_.block(layer);
  parallel_for(values.tokens, [&](std::int64_t row) {
    const std::span<float> hidden = values.hidden.row(row);
    const std::span<float> normed = scratch_.rows.row(row);
    if (layer > 0) {
      add_result(layer - 1, LinearRole::kDown, row, values, normed, hidden);
    }
    normalize(block.attention_norm, hidden, normed);
    quantize_row(layer, LinearRole::kQ, row, normed, values, values.input);
    // The FFN of a parallel block reads the same.
    if (model_.model().parallel_block && values.shadow) {
      values.shadow->collect(layer, LinearInput::kGateUp, row, normed,
                             block.input_scale_of(LinearRole::kUp));
    }
  });
}

void FloatSubgraphs::dequantize_part(std::int64_t layer, LinearRole role, std::int64_t first_column,
                                     const ChunkValues& values, MatrixView<float> out) const {
  const QuantizedBlock& block = model_.block(layer);
  const MatrixView<const std::int32_t> part =
      values.qkv.view().column_range(first_column, out.columns);
  parallel_for(out.rows, [&](std::int64_t row) {
    dequantize_linear(block, role, part.row(row), shadow_of(values, layer, role, row),
                      out.row(row));
  });
}

void FloatSubgraphs::append_keys(std::int64_t layer, const ChunkValues& values, KvCache& cache) {
  const ModelConfig& model = model_.model();
  const MatrixView<float> keys = scratch_.keys.view().row_range(0, values.tokens);
  const MatrixView<float> value_rows = scratch_.values.view().row_range(0, values.tokens);
  const std::int64_t first = query_size(model);
  dequantize_part(layer, LinearRole::kK, first, values, keys);
  dequantize_part(layer, LinearRole::kV, first + key_value_size(model), values, value_rows);
  rotate(keys, model.num_key_value_heads, model.head_dim, rotary_, values.first_position);
  cache.append(layer, keys, value_rows);
}

void FloatSubgraphs::attention(std::int64_t layer, ChunkValues& values, const KvCache& cache) {
  const ModelConfig& model = model_.model();
  const MatrixView<float> queries = scratch_.queries.view().row_range(0, values.tokens);
  const MatrixView<float> attended = scratch_.attended.view().row_range(0, values.tokens);
  dequantize_part(layer, LinearRole::kQ, 0, values, queries);
  rotate(queries, model.num_attention_heads, model.head_dim, rotary_, values.first_position);
  const AttentionShape shape{.heads = model.num_attention_heads,
                             .kv_heads = model.num_key_value_heads,
                             .head_dim = model.head_dim,
                             .sliding_window = model.sliding_window};
  mllm_npu::attention(queries, values.first_position, cache.layer(layer), shape, attended);
  parallel_for(values.tokens, [&](std::int64_t row) {
    quantize_row(layer, LinearRole::kO, row, attended.row(row), values, values.attended);
  });
}

void FloatSubgraphs::ffn_norm(std::int64_t layer, ChunkValues& values) {
  const QuantizedBlock& block = model_.block(layer);
  const bool sequential = !model_.model().parallel_block;
  parallel_for(values.tokens, [&](std::int64_t row) {
    const std::span<float> hidden = values.hidden.row(row);
    const std::span<float> normed = scratch_.rows.row(row);
    add_result(layer, LinearRole::kO, row, values, normed, hidden);
    if (!sequential) return;
    normalize(block.ffn_norm, hidden, normed);
    quantize_row(layer, LinearRole::kUp, row, normed, values, values.ffn_input);
  });
}

void FloatSubgraphs::ffn_synchronization(std::int64_t layer, ChunkValues& values) {
  parallel_for(values.tokens, [&](std::int64_t row) {
    const FfnRow results{.results = std::as_const(values.gate_up).row(row),
                         .gate_shadow = shadow_of(values, layer, LinearRole::kGate, row),
                         .up_shadow = shadow_of(values, layer, LinearRole::kUp, row)};
    quantize_row(layer, LinearRole::kDown, row,
                 activate_ffn(model_, layer, results, scratch_.inner.row(row)), values,
                 values.activated);
  });
}

void FloatSubgraphs::last_norm(const ChunkValues& values, std::int64_t first_row,
                               MatrixView<float> out) {
  const std::int64_t last_layer = model_.model().num_hidden_layers - 1;
  for (std::int64_t row = 0; row < out.rows; ++row) {
    const std::span<float> hidden = scratch_.rows.row(0);
    std::ranges::copy(values.hidden.row(first_row + row), hidden.begin());
    add_result(last_layer, LinearRole::kDown, first_row + row, values, out.row(row), hidden);
    normalize(model_.final_norm, hidden, out.row(row));
  }
}

MatrixView<const std::int8_t> FloatSubgraphs::ffn_input(const ChunkValues& values) const {
  return model_.model().parallel_block ? values.input.view() : values.ffn_input.view();
}

}  // namespace mllm_npu
