#pragma once

// One way forward and back through the model for a few texts, on one thread.

#include <cstdint>
#include <span>
#include <vector>

#include "datasets/reference_model/train/causal_attention.h"
#include "datasets/reference_model/train/parameters.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

class Pass {
 public:
  // For at most `rows` tokens in one call, and texts of at most max_position_embeddings tokens.
  Pass(const ModelConfig& model, std::int64_t rows);

  // Logits of what follows each token, [tokens of all texts, vocab_size], valid until the next
  // call. The texts do not see each other; each begins at position 0.
  MatrixView<const float> logits(const Parameters& parameters,
                                 std::span<const std::vector<TokenId>> texts);

  // Predicts every token of the texts but their first. Returns the sum of the tokens' negative
  // log-likelihoods, and adds `scale` times its gradient to `gradient`.
  double learn(const Parameters& parameters, std::span<const std::vector<TokenId>> texts,
               float scale, Parameters& gradient);

 private:
  // What the way back needs of a block; all of them [rows, as wide as the name says].
  struct Block {
    Block(const ModelConfig& model, std::int64_t rows);
    Matrix<float> in;
    Matrix<float> norm;
    Matrix<float> qkv;  // turned
    Matrix<float> attended;
    Matrix<float> middle;  // after attention
    Matrix<float> ffn_norm;
    Matrix<float> gate_up;
    Matrix<float> inner;
    std::vector<float> scale;      // [rows] of the norms
    std::vector<float> ffn_scale;  // [rows]
    std::vector<float> weights;    // of attention
  };

  void begin(std::span<const std::vector<TokenId>> texts, std::int64_t without_last);
  void forward(const Parameters& parameters);
  void block_forward(const Parameters& parameters, std::int64_t layer, MatrixView<float> out);
  void back(const Parameters& parameters, Parameters& gradient);
  void ffn_back(const Parameters& parameters, std::int64_t layer, Parameters& gradient);
  void attention_back(const Parameters& parameters, std::int64_t layer, Parameters& gradient);
  Block& block(std::int64_t layer) { return blocks_[static_cast<std::size_t>(layer)]; }
  // The rows of this call.
  MatrixView<float> used(Matrix<float>& matrix) const { return matrix.view().row_range(0, rows_); }

  ModelConfig model_;
  CausalAttention attention_;
  std::int64_t capacity_;
  std::vector<Block> blocks_;
  Matrix<float> out_;  // of the last block
  Matrix<float> final_norm_;
  std::vector<float> final_scale_;
  Matrix<float> logits_;

  Matrix<float> d_hidden_;  // of the residual stream
  Matrix<float> d_norm_;
  Matrix<float> d_qkv_;
  Matrix<float> d_attended_;
  Matrix<float> d_gate_up_;
  Matrix<float> d_inner_;

  std::int64_t rows_ = 0;
  std::vector<TextRows> texts_;
  std::vector<TokenId> tokens_;   // [rows]
  std::vector<TokenId> targets_;  // [rows], or empty
};

}  // namespace mllm_npu
