#pragma once

// The float reference: a decoder-only language model in plain fp32, equation by equation, with
// Eigen and nothing clever. The engine's W8A8 path is held against it, calibration runs on it, and
// it is held against other people's engines.

#include <functional>
#include <span>
#include <vector>

#include "engine/execute/float_weights.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

// Keys (rotated) and values of the tokens so far, by layer.
struct ReferenceCache {
  std::vector<EigenRowMajor<float>> keys;    // [layers] × [tokens, kv_heads · head_dim]
  std::vector<EigenRowMajor<float>> values;  // likewise
  std::int64_t tokens = 0;
};

// Sees the input of every linear, [tokens, inputs]; q, k and v have one input, as have gate and up.
using LinearObserver =
    std::function<void(std::int64_t layer, LinearRole role, MatrixView<const float> input)>;

// Linears in place of the float ones: x · weightᵀ + bias, [tokens, outputs]. forward() calls it
// on its own thread.
using ModelLinears = std::function<EigenRowMajor<float>(std::int64_t layer, LinearRole role,
                                                        const EigenRowMajor<float>& x)>;

enum class Residency {
  kAllBlocks,  // every block is read once and stays in memory
  kOneBlock,   // a block is read when it is needed: for models larger than the memory
};

class ReferenceModel {
 public:
  // `source` must outlive the model. Errors: what reading from it errs on.
  explicit ReferenceModel(const WeightSource& source, Residency residency = Residency::kAllBlocks);

  // The same equations, but a block's linears are `linears`; their weights are not read here.
  ReferenceModel(const WeightSource& source, ModelLinears linears);

  const ModelConfig& model() const { return source_.model(); }

  // Appends `tokens` to `cache` and returns their last hidden states, normalized,
  // [tokens, hidden_size]. A prompt may come in pieces. REQUIRES: tokens in 0..vocab_size-1.
  EigenRowMajor<float> forward(std::span<const TokenId> tokens, ReferenceCache& cache,
                               const LinearObserver& observer = {}) const;

  // LM head: [rows, vocab_size] of [rows, hidden_size].
  EigenRowMajor<float> logits(const EigenRowMajor<float>& hidden) const;

 private:
  const WeightSource& source_;
  ModelLinears linears_;  // or none
  FloatNorm final_norm_;
  FloatLinear lm_head_;
  // [layers], or empty: read when needed; of other linears only the norms
  std::vector<FloatBlock> blocks_;
};

}  // namespace mllm_npu
