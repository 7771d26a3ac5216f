#pragma once

// The common description of work: what one operator computes, as shapes and dtypes. Prices
// (engine/soc) and values (arithmetic wing) both read it; it knows neither.

#include <cstdint>
#include <string_view>

#include "engine/base/units.h"
#include "engine/tensor/dtype.h"

namespace mllm_npu {

enum class OperatorKind {
  kEmbedding,     // rows × columns gathered from the table
  kNorm,          // RMSNorm or LayerNorm over columns
  kQuantize,      // float → int8, per tensor
  kDequantize,    // int32 → float
  kLinear,        // [rows, inner] × [inner, columns], per tensor
  kGroupLinear,   // one linear split into `groups` products of inner / groups, summed in float
  kRope,          // rotary embedding on queries and keys
  kKvAppend,      // new keys and values into the cache, float → fp16
  kAttention,     // softmax(Q Kᵀ) V: rows queries over inner keys, columns = heads × head_dim
  kActivation,    // SiLU or GELU
  kMultiply,      // gate × up
  kAdd,           // residual
  kShadowGather,  // picks outlier channels out of rows × inner
  kShadowLinear,  // [rows, inner = outlier channels] × [inner, columns] in float
  kShadowAdd,     // adds the shadow product to rows × columns
  kFlashRead,     // cold weight rows: inner rows of columns bytes
  kLmHead,        // logits, as a rule of the last token only
};

// Static: needs only the chunk length. Dynamic: needs the chunk's place in the prompt too (§3.2).
enum class OperatorSharing { kStatic, kDynamic };

struct Operator {
  OperatorKind kind{};
  Dtype dtype = Dtype::kFp32;  // of the weights of a linear, of the values of anything else
  std::int64_t rows = 0;       // tokens
  std::int64_t inner = 0;      // contracted dimension; keys of attention; 0 where there is none
  std::int64_t columns = 0;    // width of the output
  std::int64_t groups = 1;     // kGroupLinear: number of products along `inner`
  // Layout of `rows` on the NPU as height × width; 0 means width = rows' best (equivalent shapes,
  // §4). Same values for every choice.
  std::int64_t width = 0;
};

std::string_view name_of(OperatorKind kind);

// Attention alone is dynamic: its keys grow with the chunk's place.
OperatorSharing sharing_of(OperatorKind kind);

// Multiply-accumulates; 0 for operators without a product.
std::int64_t macs(const Operator& op);

// Weights that the operator reads, in its dtype; 0 for operators without weights.
Bytes weight_bytes(const Operator& op);

// Activations read plus written, in bytes: what an element-wise operator moves.
Bytes activation_bytes(const Operator& op);

}  // namespace mllm_npu
