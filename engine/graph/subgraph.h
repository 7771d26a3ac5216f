#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/graph/operator.h"
#include "engine/model/model_config.h"

namespace mllm_npu {

// What executes a subgraph. Flash is no processor of the phone, but it serves one read at a time as
// a processor runs one subgraph at a time, so it is scheduled by the same rule (Eq. 4).
enum class Processor { kCpu, kGpu, kNpu, kFlash };
inline constexpr std::size_t kProcessorCount = 4;
std::string_view name_of(Processor processor);  // "CPU", "GPU", "NPU", "flash"

// True if data that passes between the two needs a synchronisation: the NPU has an address space of
// its own.
constexpr bool needs_synchronization(Processor from, Processor to) {
  return (from == Processor::kNpu) != (to == Processor::kNpu);
}

// The six subgraphs of a block (§3.2), what shadow outlier execution adds to them (§3.3), and both
// ends of the model.
enum class SubgraphKind {
  kEmbedding,
  kAttentionNorm,       // float: residual of the block before, norm, quantize
  kQkv,                 // NPU
  kAttention,           // float: dequantize, RoPE, KV cache, attention, quantize; the dynamic one
  kOutput,              // NPU
  kFfnNorm,             // float: dequantize, residual, norm, quantize
  kFfn,                 // NPU: gate, up, activation, down
  kFfnGateUp,           // NPU: first half of kFfn, where a linear of the FFN is shadowed
  kFfnSynchronization,  // float: between the halves, because the shadow needs the values
  kDown,                // NPU: second half
  kShadow,              // CPU: float product of the outlier channels
  kFlashRead,           // flash: weight rows of cold channels
  kLmHead,              // CPU: last token only, as a rule
};
std::string_view name_of(SubgraphKind kind);

// How the CPU's copy of the weights for shadow outlier execution holds a row.
enum class ShadowScales {
  kPerTensor,   // the NPU's own int8 weights: Eq. 1 is exact
  kPerChannel,  // int8 with a scale for each input channel: as small, and as exact for channels
                // whose weights are much smaller than others
};

// A unit of scheduling without its place: what every chunk (static) or one chunk (dynamic) runs.
struct Subgraph {
  SubgraphKind kind{};
  Processor affinity{};
  OperatorSharing sharing = OperatorSharing::kStatic;  // dynamic as soon as one operator is
  LinearInput shadowed{};  // of kShadow and kFlashRead: the input whose outliers they compute
  std::vector<Operator> operators;
  Bytes output{};  // what it hands on to the subgraphs that wait for it
};

}  // namespace mllm_npu
