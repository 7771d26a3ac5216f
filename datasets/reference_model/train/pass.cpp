#include "datasets/reference_model/train/pass.h"

#include <algorithm>

#include "datasets/reference_model/train/products.h"

namespace mllm_npu {
namespace {

void copy(MatrixView<const float> from, MatrixView<float> to) {
  for (std::int64_t row = 0; row < from.rows; ++row) {
    std::ranges::copy(from.row(row), to.row(row).begin());
  }
}

void clear(MatrixView<float> rows) {
  for (std::int64_t row = 0; row < rows.rows; ++row) std::ranges::fill(rows.row(row), 0.0F);
}

std::vector<float> scales(std::int64_t rows) {
  return std::vector<float>(static_cast<std::size_t>(rows));
}

}  // namespace

Pass::Block::Block(const ModelConfig& model, std::int64_t rows)
    : in(rows, model.hidden_size),
      norm(rows, model.hidden_size),
      qkv(rows, query_size(model) + 2 * key_value_size(model)),
      attended(rows, query_size(model)),
      middle(rows, model.hidden_size),
      ffn_norm(rows, model.hidden_size),
      gate_up(rows, 2 * model.intermediate_size),
      inner(rows, model.intermediate_size),
      scale(scales(rows)),
      ffn_scale(scales(rows)) {}

Pass::Pass(const ModelConfig& model, std::int64_t rows)
    : model_(model),
      attention_(model),
      capacity_(rows),
      out_(rows, model.hidden_size),
      final_norm_(rows, model.hidden_size),
      final_scale_(scales(rows)),
      logits_(rows, model.vocab_size),
      d_hidden_(rows, model.hidden_size),
      d_norm_(rows, model.hidden_size),
      d_qkv_(rows, query_size(model) + 2 * key_value_size(model)),
      d_attended_(rows, query_size(model)),
      d_gate_up_(rows, 2 * model.intermediate_size),
      d_inner_(rows, model.intermediate_size) {
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    blocks_.emplace_back(model, rows);
  }
}

void Pass::begin(std::span<const std::vector<TokenId>> texts, std::int64_t without_last) {
  texts_.clear();
  tokens_.clear();
  targets_.clear();
  for (const std::vector<TokenId>& text : texts) {
    const auto count = static_cast<std::int64_t>(text.size()) - without_last;
    MLLM_NPU_CHECK(count > 0 && count <= model_.max_position_embeddings, std::to_string(count));
    texts_.push_back({static_cast<std::int64_t>(tokens_.size()), count});
    tokens_.insert(tokens_.end(), text.begin(), text.begin() + count);
    if (without_last > 0) targets_.insert(targets_.end(), text.begin() + 1, text.end());
  }
  rows_ = static_cast<std::int64_t>(tokens_.size());
  MLLM_NPU_CHECK(rows_ <= capacity_, std::to_string(rows_));
}

void Pass::block_forward(const Parameters& parameters, std::int64_t layer, MatrixView<float> out) {
  Block& b = block(layer);
  const auto eps = static_cast<float>(model_.norm_eps);
  rms_norm(used(b.in), parameters.of(WeightRole::kAttentionNorm, layer).row(0), eps, b.scale,
           used(b.norm));
  multiply_transposed(used(b.norm), parameters.qkv(layer), used(b.qkv));
  attention_.forward(texts_, used(b.qkv), b.weights, used(b.attended));
  copy(used(b.in), used(b.middle));
  multiply_transposed(used(b.attended), parameters.of(WeightRole::kO, layer), used(b.middle),
                      Into::kAdd);
  rms_norm(used(b.middle), parameters.of(WeightRole::kFfnNorm, layer).row(0), eps, b.ffn_scale,
           used(b.ffn_norm));
  multiply_transposed(used(b.ffn_norm), parameters.gate_up(layer), used(b.gate_up));
  gated(used(b.gate_up), used(b.inner));
  copy(used(b.middle), out);
  multiply_transposed(used(b.inner), parameters.of(WeightRole::kDown, layer), out, Into::kAdd);
}

void Pass::forward(const Parameters& parameters) {
  const MatrixView<const float> embedding = parameters.of(WeightRole::kEmbedding);
  for (std::int64_t row = 0; row < rows_; ++row) {
    std::ranges::copy(embedding.row(tokens_[static_cast<std::size_t>(row)]),
                      block(0).in.row(row).begin());
  }
  for (std::int64_t layer = 0; layer < model_.num_hidden_layers; ++layer) {
    const bool last = layer + 1 == model_.num_hidden_layers;
    block_forward(parameters, layer, used(last ? out_ : block(layer + 1).in));
  }
  rms_norm(used(out_), parameters.of(WeightRole::kFinalNorm).row(0),
           static_cast<float>(model_.norm_eps), final_scale_, used(final_norm_));
  multiply_transposed(used(final_norm_), embedding, used(logits_));
}

MatrixView<const float> Pass::logits(const Parameters& parameters,
                                     std::span<const std::vector<TokenId>> texts) {
  begin(texts, 0);
  forward(parameters);
  return used(logits_);
}

double Pass::learn(const Parameters& parameters, std::span<const std::vector<TokenId>> texts,
                   float scale, Parameters& gradient) {
  begin(texts, 1);
  forward(parameters);
  const double loss = cross_entropy(used(logits_), targets_, scale);
  back(parameters, gradient);
  return loss;
}

void Pass::back(const Parameters& parameters, Parameters& gradient) {
  multiply_plain(used(logits_), parameters.of(WeightRole::kEmbedding), used(d_norm_));
  multiply_first_transposed(used(logits_), used(final_norm_), gradient.of(WeightRole::kEmbedding),
                            Into::kAdd);
  clear(used(d_hidden_));
  rms_norm_back(used(out_), parameters.of(WeightRole::kFinalNorm).row(0), final_scale_,
                used(d_norm_), used(d_hidden_), gradient.of(WeightRole::kFinalNorm).row(0));
  for (std::int64_t layer = model_.num_hidden_layers - 1; layer >= 0; --layer) {
    ffn_back(parameters, layer, gradient);
    attention_back(parameters, layer, gradient);
  }
  const MatrixView<float> d_embedding = gradient.of(WeightRole::kEmbedding);
  for (std::int64_t row = 0; row < rows_; ++row) {
    const std::int64_t token = tokens_[static_cast<std::size_t>(row)];
    for (std::int64_t i = 0; i < model_.hidden_size; ++i)
      d_embedding(token, i) += d_hidden_(row, i);
  }
}

void Pass::ffn_back(const Parameters& parameters, std::int64_t layer, Parameters& gradient) {
  Block& b = block(layer);
  multiply_plain(used(d_hidden_), parameters.of(WeightRole::kDown, layer), used(d_inner_));
  multiply_first_transposed(used(d_hidden_), used(b.inner), gradient.of(WeightRole::kDown, layer),
                            Into::kAdd);
  gated_back(used(b.gate_up), used(d_inner_), used(d_gate_up_));
  multiply_plain(used(d_gate_up_), parameters.gate_up(layer), used(d_norm_));
  multiply_first_transposed(used(d_gate_up_), used(b.ffn_norm), gradient.gate_up(layer),
                            Into::kAdd);
  rms_norm_back(used(b.middle), parameters.of(WeightRole::kFfnNorm, layer).row(0), b.ffn_scale,
                used(d_norm_), used(d_hidden_), gradient.of(WeightRole::kFfnNorm, layer).row(0));
}

void Pass::attention_back(const Parameters& parameters, std::int64_t layer, Parameters& gradient) {
  Block& b = block(layer);
  multiply_plain(used(d_hidden_), parameters.of(WeightRole::kO, layer), used(d_attended_));
  multiply_first_transposed(used(d_hidden_), used(b.attended), gradient.of(WeightRole::kO, layer),
                            Into::kAdd);
  attention_.back(texts_, used(b.qkv), b.weights, used(d_attended_), used(d_qkv_));
  multiply_plain(used(d_qkv_), parameters.qkv(layer), used(d_norm_));
  multiply_first_transposed(used(d_qkv_), used(b.norm), gradient.qkv(layer), Into::kAdd);
  rms_norm_back(used(b.in), parameters.of(WeightRole::kAttentionNorm, layer).row(0), b.scale,
                used(d_norm_), used(d_hidden_),
                gradient.of(WeightRole::kAttentionNorm, layer).row(0));
}

}  // namespace mllm_npu
