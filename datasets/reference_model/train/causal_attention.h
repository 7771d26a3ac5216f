#pragma once

// Attention of a few texts that do not see each other, and the way back.

#include <cstdint>
#include <span>
#include <vector>

#include "datasets/reference_model/train/row_steps.h"
#include "engine/model/model_config.h"

namespace mllm_npu {

// The rows of one text; its first token stands at position 0.
struct TextRows {
  std::int64_t first;
  std::int64_t count;
};

class CausalAttention {
 public:
  explicit CausalAttention(const ModelConfig& model);

  // qkv: [rows, query_size + 2 key_value_size]; queries and keys are turned. attended:
  // [rows, query_size]. weights: softmax of the scores by text and head, for the way back.
  void forward(std::span<const TextRows> texts, MatrixView<float> qkv, std::vector<float>& weights,
               MatrixView<float> attended) const;
  // qkv and weights as forward() left them. Replaces d_qkv by the gradient of what forward() got.
  void back(std::span<const TextRows> texts, MatrixView<const float> qkv,
            const std::vector<float>& weights, MatrixView<const float> d_attended,
            MatrixView<float> d_qkv);

 private:
  struct Head {
    std::int64_t query;  // first columns in qkv, the first also in attended
    std::int64_t key;
    std::int64_t value;
  };
  MatrixView<float> turned_part(MatrixView<float> qkv, const TextRows& text) const;

  std::int64_t turned_size_;  // queries and keys
  std::int64_t head_dim_;
  float scale_;
  Angles angles_;
  std::vector<Head> heads_;
  Matrix<float> d_weights_;  // [longest text, longest text]
};

}  // namespace mllm_npu
