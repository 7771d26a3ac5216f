#include "datasets/reference_model/train/causal_attention.h"

#include <algorithm>
#include <cmath>

#include "datasets/reference_model/train/products.h"

namespace mllm_npu {
namespace {

template <class T>
MatrixView<T> part(MatrixView<T> rows, const TextRows& text, std::int64_t column,
                   std::int64_t size) {
  return rows.row_range(text.first, text.count).column_range(column, size);
}

}  // namespace

CausalAttention::CausalAttention(const ModelConfig& model)
    : turned_size_(query_size(model) + key_value_size(model)),
      head_dim_(model.head_dim),
      scale_(1 / std::sqrt(static_cast<float>(model.head_dim))),
      angles_(model.max_position_embeddings, model.head_dim, model.rope_theta),
      d_weights_(model.max_position_embeddings, model.max_position_embeddings) {
  const std::int64_t group = model.num_attention_heads / model.num_key_value_heads;
  for (std::int64_t head = 0; head < model.num_attention_heads; ++head) {
    const std::int64_t key = query_size(model) + head / group * head_dim_;
    heads_.push_back({head * head_dim_, key, key + key_value_size(model)});
  }
}

MatrixView<float> CausalAttention::turned_part(MatrixView<float> qkv, const TextRows& text) const {
  return part(qkv, text, 0, turned_size_);
}

void CausalAttention::forward(std::span<const TextRows> texts, MatrixView<float> qkv,
                              std::vector<float>& weights, MatrixView<float> attended) const {
  std::int64_t numbers = 0;
  for (const TextRows& text : texts) numbers += text.count * text.count;
  weights.resize(static_cast<std::size_t>(numbers) * heads_.size());
  float* at = weights.data();
  for (const TextRows& text : texts) {
    turn(angles_, turned_part(qkv, text));
    for (const Head& head : heads_) {
      const MatrixView<float> scores(at, text.count, text.count);
      multiply_transposed(part(qkv, text, head.query, head_dim_),
                          part(qkv, text, head.key, head_dim_), scores, Into::kReplace, scale_);
      causal_softmax(scores);
      multiply_plain(scores, part(qkv, text, head.value, head_dim_),
                     part(attended, text, head.query, head_dim_));
      at += text.count * text.count;
    }
  }
}

void CausalAttention::back(std::span<const TextRows> texts, MatrixView<const float> qkv,
                           const std::vector<float>& weights, MatrixView<const float> d_attended,
                           MatrixView<float> d_qkv) {
  for (std::int64_t row = 0; row < d_qkv.rows; ++row) std::ranges::fill(d_qkv.row(row), 0.0F);
  const float* at = weights.data();
  for (const TextRows& text : texts) {
    const MatrixView<float> d(&d_weights_(0, 0), text.count, text.count);
    for (const Head& head : heads_) {
      const MatrixView<const float> softmax(at, text.count, text.count);
      const MatrixView<const float> d_out = part(d_attended, text, head.query, head_dim_);
      multiply_transposed(d_out, part(qkv, text, head.value, head_dim_), d);
      multiply_first_transposed(softmax, d_out, part(d_qkv, text, head.value, head_dim_),
                                Into::kAdd);
      causal_softmax_back(softmax, d);
      multiply_plain(d, part(qkv, text, head.key, head_dim_),
                     part(d_qkv, text, head.query, head_dim_), Into::kReplace, scale_);
      multiply_first_transposed(d, part(qkv, text, head.query, head_dim_),
                                part(d_qkv, text, head.key, head_dim_), Into::kAdd, scale_);
      at += text.count * text.count;
    }
    turn_back(angles_, turned_part(d_qkv, text));
  }
}

}  // namespace mllm_npu
