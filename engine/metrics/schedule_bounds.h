#pragma once

// How good can any order be? Lower bounds on the makespan of a DAG, and the bubbles of a timeline.

#include "engine/graph/dependency.h"
#include "engine/sim/timeline.h"
#include "engine/soc/latency_model.h"

namespace mllm_npu {

struct ScheduleBounds {
  SimTime npu_work{};       // summed price of the NPU's subgraphs
  SimTime float_work{};     // of the busier one of CPU and GPU
  SimTime critical_path{};  // longest chain, handovers included

  // No order is shorter.
  SimTime lower_bound() const;
};

// `prices`: [dag.subgraphs].
ScheduleBounds schedule_bounds(const SubgraphDag& dag, const std::vector<Price>& prices);

// Share of the makespan in which the NPU is idle, 0..1: the bubbles of Fig. 13.
double npu_bubble_rate(const Timeline& timeline);

// The same between the NPU's first start and its last end: what remains when a prompt's beginning
// (embedding, first norm) and end (LM head), at which the NPU cannot run, are left out.
double inner_npu_bubble_rate(const Timeline& timeline);

}  // namespace mllm_npu
