#pragma once

#include "engine/graph/chunk_sharing_graph.h"
#include "engine/model/model_config.h"
#include "tests/support/random.h"

namespace mllm_npu::support {

// A sequential, gated model of `layers` blocks with round widths: hidden 64, FFN 96, 8 heads of 8
// over 2 key and value heads, 100 words.
ModelConfig toy_model(std::int64_t layers = 2);

// The same as a parallel block without a gate, as in Phi-2.
ModelConfig parallel_toy_model(std::int64_t layers = 2);

// A small model of a random architecture, 1..4 blocks deep.
ModelConfig random_model(Random& random);

// Shadows for about a third of the linears of `model`, hot, cold or both; sometimes for none.
std::vector<LayerShadow> random_shadows(const ModelConfig& model, Random& random);

// The prompt graph of `chunks` whole chunks of 8 tokens.
SubgraphDag toy_graph(const ModelConfig& model, std::int64_t chunks,
                      const ChunkSharingOptions& options = {});

}  // namespace mllm_npu::support
