#include "engine/execute/float_weights.h"

#include <string>
#include <utility>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

std::vector<float> read_vector(const WeightSource& source, const WeightId& id, std::int64_t size) {
  std::vector<float> values(static_cast<std::size_t>(size));
  source.read_rows(id, 0, {values.data(), 1, size});
  return values;
}

}  // namespace

Matrix<float> read_matrix(const WeightSource& source, const WeightShape& weight) {
  Matrix<float> matrix(weight.shape[0], weight.shape[1]);
  source.read_rows(weight.id, 0, matrix.view());
  return matrix;
}

FloatNorm read_norm(const WeightSource& source, WeightRole role, std::int64_t layer) {
  const ModelConfig& model = source.model();
  FloatNorm norm{.weight = read_vector(source, {role, layer}, model.hidden_size), .bias = {}};
  if (model.normalization == Normalization::kLayerNorm) {
    norm.bias = read_vector(source, {role, layer, true}, model.hidden_size);
  }
  if (model.normalization == Normalization::kRmsNormPlusOne) {
    for (float& weight : norm.weight) weight += 1;
  }
  return norm;
}

std::vector<float> read_bias(const WeightSource& source, WeightRole role, std::int64_t layer) {
  for (const LinearShape& linear : block_linears(source.model())) {
    if (weight_role_of(linear.role) == role && linear.bias) {
      return read_vector(source, {role, layer, true}, linear.n);
    }
  }
  return {};
}

FloatBlock read_norms(const WeightSource& source, std::int64_t layer) {
  FloatBlock block;
  block.attention_norm = read_norm(source, WeightRole::kAttentionNorm, layer);
  if (!source.model().parallel_block) {
    block.ffn_norm = read_norm(source, WeightRole::kFfnNorm, layer);
  }
  return block;
}

FloatBlock read_block(const WeightSource& source, std::int64_t layer) {
  FloatBlock block = read_norms(source, layer);
  for (const LinearShape& linear : block_linears(source.model())) {
    const WeightRole role = weight_role_of(linear.role);
    block.linears[static_cast<std::size_t>(linear.role)] = {
        .weight = read_matrix(source, {{role, layer}, {linear.n, linear.k}}),
        .bias = read_bias(source, role, layer)};
  }
  return block;
}

FloatLinear read_lm_head(const WeightSource& source) {
  const ModelConfig& model = source.model();
  const WeightRole role = model.tie_word_embeddings ? WeightRole::kEmbedding : WeightRole::kLmHead;
  FloatLinear head{
      .weight = read_matrix(source, {{.role = role}, {model.vocab_size, model.hidden_size}}),
      .bias = {}};
  if (model.lm_head_bias) {
    head.bias = read_vector(source, {.role = WeightRole::kLmHead, .bias = true}, model.vocab_size);
  }
  return head;
}

void embed(const WeightSource& source, std::span<const std::int32_t> tokens,
           MatrixView<float> hidden) {
  const ModelConfig& model = source.model();
  // transformers rounds Gemma's √hidden_size to the dtype of the embedding; here that is fp32.
  const auto scale = static_cast<float>(model.embedding_scale);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    MLLM_NPU_CHECK(tokens[i] >= 0 && tokens[i] < model.vocab_size, std::to_string(tokens[i]));
    const auto row = static_cast<std::int64_t>(i);
    source.read_rows({.role = WeightRole::kEmbedding}, tokens[i], hidden.row_range(row, 1));
    for (float& value : hidden.row(row)) value *= scale;
  }
}

}  // namespace mllm_npu
