#pragma once

// The preparation stage (§3.1): what happens once, before any prompt is known.

#include <map>
#include <string>
#include <vector>

#include "engine/graph/chunk_sharing_graph.h"
#include "engine/runtime/prefill_options.h"
#include "engine/soc/npu_runtime.h"

namespace mllm_npu {

// Graphs that stand on the NPU for one chunk length: name of graph → its id.
using BuiltGraphs = std::map<std::string, NpuRuntime::GraphId>;

struct PreparedModel {
  NpuRuntime runtime;
  std::map<std::int64_t, BuiltGraphs> graphs;  // by chunk length
  std::vector<LayerShadow> shadow;
  SimTime duration{};  // set up, build and optimise
};

// Sets the NPU up, plans the shadows, and builds and optimises the graphs of `chunk_lengths`.
// Errors: InputError where a rule of the NPU is broken (npu_runtime.h).
PreparedModel prepare(const ModelConfig& model, const DeviceSpec& device,
                      const PrefillOptions& options,
                      const std::vector<std::int64_t>& chunk_lengths);

// As above with the shadows that were planned.
PreparedModel prepare(const ModelConfig& model, const DeviceSpec& device,
                      const PrefillOptions& options, const std::vector<std::int64_t>& chunk_lengths,
                      std::vector<LayerShadow> shadow);

// The DAG of a prompt as the options ask for it, with NPU rows in their best shape.
SubgraphDag prompt_graph(const ModelConfig& model, const DeviceSpec& device,
                         const PrefillOptions& options, const std::vector<LayerShadow>& shadow,
                         const std::vector<Chunk>& chunks);

// Name of the graph that an NPU node runs, e.g. "qkv.3": one per kind and layer.
std::string graph_name(const SubgraphDag& dag, const SubgraphNode& node);

// Profiled prices of all subgraphs of `dag`, as often and as slowly as the options run them.
std::vector<Price> profile(const SubgraphDag& dag, const LatencyModel& latency,
                           const PrefillOptions& options = {});

}  // namespace mllm_npu
