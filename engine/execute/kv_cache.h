#pragma once

// Keys and values of the tokens so far, of all layers.

#include <cstdint>
#include <vector>

#include "engine/kernels/key_value_store.h"
#include "engine/model/model_config.h"

namespace mllm_npu {

class KvCache {
 public:
  // Room for `capacity` tokens in fp16, taken at once.
  KvCache(const ModelConfig& model, std::int64_t capacity);

  std::int64_t capacity() const { return capacity_; }
  // Tokens whose keys and values stand in `layer`.
  std::int64_t tokens(std::int64_t layer) const { return tokens_[index(layer)]; }
  const KeyValueStore& layer(std::int64_t layer) const { return layers_[index(layer)]; }

  // Adds the next tokens of `layer`: rotated keys and values, [tokens, key_value_size].
  // REQUIRES: there is room.
  void append(std::int64_t layer, MatrixView<const float> keys, MatrixView<const float> values);

  // Forgets every token.
  void clear();

 private:
  static std::size_t index(std::int64_t layer) { return static_cast<std::size_t>(layer); }

  std::int64_t capacity_;
  std::vector<KeyValueStore> layers_;
  std::vector<std::int64_t> tokens_;  // [layers]
};

}  // namespace mllm_npu
