#pragma once

// Chunk-sharing graphs (§3.2): the DAG of a whole prompt, in which static subgraphs are shared by
// all chunks and each chunk has attention of its own.

#include <vector>

#include "engine/graph/chunk.h"
#include "engine/graph/dependency.h"
#include "engine/graph/transformer_block.h"

namespace mllm_npu {

struct ChunkSharingOptions {
  std::int64_t group_size = 0;  // 0: per tensor
  Processor float_processor = Processor::kCpu;
  std::vector<LayerShadow> shadow{};  // [num_hidden_layers], or empty: no shadows
  // Every chunk ends with the LM head over all of its rows, as the last one has to over one row.
  bool head_for_every_token = false;
};

// Builds subgraphs and DAG for `chunks`, which all have one length. Attention of chunk i waits for
// QKV (and its shadow) of chunks 0..i of its layer (Eq. 2); everything else waits for the parts
// before it in its own chunk (Eq. 3). Each chunk starts with an embedding, the last one (or each)
// ends with the LM head.
SubgraphDag chunk_sharing_graph(const ModelConfig& model, const std::vector<Chunk>& chunks,
                                const ChunkSharingOptions& options);

struct SharingCount {
  std::int64_t subgraphs = 0;  // of one chunk, both ends of the model left out
  std::int64_t shared = 0;     // of these, static ones: built once for all chunks
};
// 144 and 120 for Qwen1.5-1.8B without shadows.
SharingCount count_sharing(const SubgraphDag& dag);

}  // namespace mllm_npu
