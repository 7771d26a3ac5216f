#pragma once

// Lets time pass: a DAG, prices and a policy become a timeline.

#include <vector>

#include "engine/graph/dependency.h"
#include "engine/schedule/scheduling_policy.h"
#include "engine/sim/timeline.h"
#include "engine/soc/latency_model.h"

namespace mllm_npu {

// What the phone adds to the price of a single subgraph.
struct DispatchCosts {
  SimTime graph_switch{};        // the NPU starts another graph than the one before
  double dram_bandwidth = 1e30;  // bytes/s; works that run together and want more slow down
};

// Runs every node once: one subgraph per processor at a time (Eq. 4), none before its inputs.
// `prices`: [dag.subgraphs]. Span::lane is the Processor, Span::work the SubgraphId.
Timeline dispatch(const SubgraphDag& dag, const std::vector<Price>& prices,
                  const DispatchCosts& costs, SchedulingPolicy& policy);

}  // namespace mllm_npu
