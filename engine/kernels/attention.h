#pragma once

#include <cstdint>
#include <optional>

#include "engine/kernels/key_value_store.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

struct AttentionShape {
  std::int64_t heads = 0;     // of queries
  std::int64_t kv_heads = 0;  // divides heads: heads / kv_heads queries in a row share one
  std::int64_t head_dim = 0;
  // A query sees itself and the window − 1 positions before it, as Hugging Face's masks of Mistral
  // and Qwen2 have it. None: all.
  std::optional<std::int64_t> sliding_window{};
};

// Causal attention: the query at position p sees the keys at max(0, p − window + 1)..p, with scores
// scaled by 1 / √head_dim. Row t of `queries` and of `out`, both [tokens, heads · head_dim], stands
// at first_position + t. Nothing is allocated.
//
// A query's row of `out` is the same bits whatever other rows are in the call, with any number of
// threads and on every instruction set: sums run in orders that absolute positions alone decide,
// products and sums are rounded one by one (fused, they would depend on the machine; on Zen 3 that
// took 1 / 1.1 to 1 / 1.3 of the time), and a key that a query does not see adds nothing to it, not
// even zero times its value.
//
// REQUIRES: `store` has the positions below first_position + tokens written, and has the shape.
void attention(MatrixView<const float> queries, std::int64_t first_position,
               const KeyValueStore& store, const AttentionShape& shape, MatrixView<float> out);

}  // namespace mllm_npu
