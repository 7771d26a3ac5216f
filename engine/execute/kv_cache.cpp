#include "engine/execute/kv_cache.h"

#include <algorithm>
#include <string>

#include "engine/base/check.h"

namespace mllm_npu {

KvCache::KvCache(const ModelConfig& model, std::int64_t capacity) : capacity_(capacity) {
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    layers_.emplace_back(model.num_key_value_heads, model.head_dim, capacity, Dtype::kFp16);
  }
  tokens_.resize(layers_.size());
}

void KvCache::append(std::int64_t layer, MatrixView<const float> keys,
                     MatrixView<const float> values) {
  std::int64_t& tokens = tokens_[index(layer)];
  MLLM_NPU_CHECK(tokens + keys.rows <= capacity_, std::to_string(tokens) + " + " +
                                                      std::to_string(keys.rows) + " of " +
                                                      std::to_string(capacity_));
  layers_[index(layer)].write(tokens, keys, values);
  tokens += keys.rows;
}

void KvCache::clear() { std::fill(tokens_.begin(), tokens_.end(), 0); }

}  // namespace mllm_npu
