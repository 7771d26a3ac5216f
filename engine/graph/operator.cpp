#include "engine/graph/operator.h"

namespace mllm_npu {

std::string_view name_of(OperatorKind kind) {
  switch (kind) {
    case OperatorKind::kEmbedding:
      return "embedding";
    case OperatorKind::kNorm:
      return "norm";
    case OperatorKind::kQuantize:
      return "quantize";
    case OperatorKind::kDequantize:
      return "dequantize";
    case OperatorKind::kLinear:
      return "linear";
    case OperatorKind::kGroupLinear:
      return "group_linear";
    case OperatorKind::kRope:
      return "rope";
    case OperatorKind::kKvAppend:
      return "kv_append";
    case OperatorKind::kAttention:
      return "attention";
    case OperatorKind::kActivation:
      return "activation";
    case OperatorKind::kMultiply:
      return "multiply";
    case OperatorKind::kAdd:
      return "add";
    case OperatorKind::kShadowGather:
      return "shadow_gather";
    case OperatorKind::kShadowLinear:
      return "shadow_linear";
    case OperatorKind::kShadowAdd:
      return "shadow_add";
    case OperatorKind::kFlashRead:
      return "flash_read";
    case OperatorKind::kLmHead:
      return "lm_head";
  }
  return "unknown";
}

OperatorSharing sharing_of(OperatorKind kind) {
  return kind == OperatorKind::kAttention ? OperatorSharing::kDynamic : OperatorSharing::kStatic;
}

std::int64_t macs(const Operator& op) {
  switch (op.kind) {
    case OperatorKind::kLinear:
    case OperatorKind::kGroupLinear:
    case OperatorKind::kShadowLinear:
    case OperatorKind::kLmHead:
      return op.rows * op.inner * op.columns;
    case OperatorKind::kAttention:
      return 2 * op.rows * op.inner * op.columns;  // Q Kᵀ and P V
    default:
      return 0;
  }
}

Bytes weight_bytes(const Operator& op) {
  switch (op.kind) {
    case OperatorKind::kLinear:
    case OperatorKind::kGroupLinear:
    case OperatorKind::kShadowLinear:
    case OperatorKind::kLmHead:
      return {op.inner * op.columns * bytes_per_element(op.dtype)};
    case OperatorKind::kFlashRead:
      return {op.inner * op.columns * bytes_per_element(op.dtype)};
    default:
      return {};
  }
}

namespace {

// Bytes per output element, read plus written. Floats are fp32, the KV cache is fp16.
std::int64_t bytes_per_output(OperatorKind kind) {
  switch (kind) {
    case OperatorKind::kQuantize:
      return 4 + 1;
    case OperatorKind::kKvAppend:
      return 4 + 2;
    case OperatorKind::kMultiply:
    case OperatorKind::kAdd:
    case OperatorKind::kShadowAdd:
      return 4 + 4 + 4;
    case OperatorKind::kEmbedding:
      return 2 + 4;
    case OperatorKind::kNorm:
    case OperatorKind::kDequantize:
    case OperatorKind::kRope:
    case OperatorKind::kActivation:
      return 4 + 4;
    default:
      return 0;
  }
}

}  // namespace

Bytes activation_bytes(const Operator& op) {
  if (op.kind == OperatorKind::kShadowGather) return {op.rows * op.inner * (4 + 4)};
  return {op.rows * op.columns * bytes_per_output(op.kind)};
}

}  // namespace mllm_npu
