#pragma once

// How many bytes each part of a prefill takes.

#include <cstdint>
#include <vector>

#include "engine/base/units.h"
#include "engine/graph/chunk_sharing_graph.h"
#include "engine/model/model_config.h"

namespace mllm_npu {

// INT8 linears, embedding and (unless tied) LM head, INT8 as well.
Bytes int8_weights(const ModelConfig& model);

// A compiled graph gives each operator an output buffer of its own, laid out when the graph is
// built, so none is reused: int8 inside an NPU graph, behind a quantisation and of weight rows from
// flash, else 32 bit.
Bytes output_buffers(const Subgraph& subgraph);

// Graphs for one prompt of `dag`. Shared: each subgraph once, for all chunks. That holds for the
// dynamic ones too: they are not compiled for the NPU but run on the CPU, one at a time (Eq. 4), so
// the attention of every chunk takes the same buffers. Not shared (`shared` false): once per chunk.
Bytes graph_buffers(const SubgraphDag& dag, bool shared);

// Of the graphs that the NPU runs for one prompt of `dag`, each once.
Bytes npu_graph_buffers(const SubgraphDag& dag);

// Output buffers that operators of one kind have together, in graphs of the NPU and elsewhere.
struct OperatorBuffers {
  OperatorKind kind{};
  Bytes graphs{};
  Bytes activations{};
};
// graph_buffers(dag, true) by kind of operator, in the order of the kinds; kinds without buffers
// are left out. The sum of `graphs` is npu_graph_buffers(dag).
std::vector<OperatorBuffers> buffers_by_operator(const SubgraphDag& dag);

// Weights and buffers of the graphs of a prompt (§3.2). Without sharing every chunk's copy holds
// the weights too.
Bytes graph_memory(const ModelConfig& model, const SubgraphDag& dag, bool shared);

// fp16 keys and values of `tokens` tokens.
Bytes kv_cache(const ModelConfig& model, std::int64_t tokens);

// Rows of `hot_channel_share` of the channels of every linear that `shadow` has not pruned; share 1
// is the full second copy.
Bytes shadow_weights(const ModelConfig& model, const std::vector<LayerShadow>& shadow,
                     double hot_channel_share);

}  // namespace mllm_npu
