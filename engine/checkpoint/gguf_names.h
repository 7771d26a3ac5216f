#pragma once

// What GGUF calls a model's weights, in the architectures that the engine computes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/weight_layout.h"

namespace mllm_npu {

// E.g. "token_embd.weight", "blk.3.attn_q.bias".
std::string gguf_name(const WeightId& id);

// Nothing for a name that gguf_name() does not give.
std::optional<WeightId> weight_of_gguf_name(std::string_view name);

// q, k and v of a layer in one tensor, rows one after another: "blk.3.attn_qkv.weight".
std::string fused_gguf_name(std::int64_t layer, bool bias);

}  // namespace mllm_npu
