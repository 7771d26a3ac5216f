#pragma once

// What a prefill holds in memory as it runs, by owner.

#include <vector>

#include "engine/metrics/prefill_metrics.h"
#include "engine/model/model_config.h"

namespace mllm_npu {

// `use` is held from `start` until the next step.
struct MemoryStep {
  SimTime start{};
  MemoryUse use{};
};

// The step function of a prefill whose works are subgraphs of `dag`, from 0 to the end of its
// timeline; the last step is what is still held then.
//   weights, graphs, shadow  as in `held`, from the start: they stand before a prompt is known
//   kv_cache                 grows as the attention of a chunk and layer ends
//   activations              output_buffers() of what CPU and GPU compute and of what is read from
//                            flash, from a subgraph's start until the last subgraph of its chunk
//                            that reads them has ended; a residual is read by the next addition
// The rest of `held` is not read.
std::vector<MemoryStep> memory_timeline(const SubgraphDag& dag, const Timeline& timeline,
                                        const MemoryUse& held);

// The largest use of each owner over all steps. They need not fall together, but no owner takes
// over another's memory.
MemoryUse peak_of(const std::vector<MemoryStep>& steps);

}  // namespace mllm_npu
