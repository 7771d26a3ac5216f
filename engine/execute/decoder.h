#pragma once

// Decoding on the CPU (§4), token by token, with the same W8A8 arithmetic as prefill: a token that
// is decoded gets the values that it would have had in the prompt.

#include <span>
#include <vector>

#include "engine/execute/float_subgraphs.h"
#include "engine/execute/int8_linears.h"

namespace mllm_npu {

class Decoder {
 public:
  // `model` and `rotary` must outlive it.
  Decoder(const QuantizedModel& model, const RotaryTable& rotary);

  // Appends `token` to `cache`; logits of what comes next, [vocab_size], valid until the next call.
  // REQUIRES: the cache has room, and `rotary` the position.
  std::span<const float> decode(TokenId token, KvCache& cache);

 private:
  void multiply_shadow(std::int64_t layer, LinearInput input);
  void feed_forward(std::int64_t layer);

  const QuantizedModel& model_;
  Int8Linears linears_;
  FloatSubgraphs float_;
  ChunkValues values_;
  Matrix<float> hidden_;  // [1, hidden_size]
  Matrix<float> logits_;  // [1, vocab_size]
};

}  // namespace mllm_npu
