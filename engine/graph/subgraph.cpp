#include "engine/graph/subgraph.h"

namespace mllm_npu {

std::string_view name_of(Processor processor) {
  switch (processor) {
    case Processor::kCpu:
      return "CPU";
    case Processor::kGpu:
      return "GPU";
    case Processor::kNpu:
      return "NPU";
    case Processor::kFlash:
      return "flash";
  }
  return "unknown";
}

std::string_view name_of(SubgraphKind kind) {
  switch (kind) {
    case SubgraphKind::kEmbedding:
      return "embedding";
    case SubgraphKind::kAttentionNorm:
      return "attention_norm";
    case SubgraphKind::kQkv:
      return "qkv";
    case SubgraphKind::kAttention:
      return "attention";
    case SubgraphKind::kOutput:
      return "output";
    case SubgraphKind::kFfnNorm:
      return "ffn_norm";
    case SubgraphKind::kFfn:
      return "ffn";
    case SubgraphKind::kFfnGateUp:
      return "ffn_gate_up";
    case SubgraphKind::kFfnSynchronization:
      return "ffn_synchronization";
    case SubgraphKind::kDown:
      return "down";
    case SubgraphKind::kShadow:
      return "shadow";
    case SubgraphKind::kFlashRead:
      return "flash_read";
    case SubgraphKind::kLmHead:
      return "lm_head";
  }
  return "unknown";
}

}  // namespace mllm_npu
