#pragma once

#include "engine/schedule/scheduling_policy.h"

namespace mllm_npu {

// Greedy overlap in chunk order: the ready subgraph of the lowest chunk, then in data order.
class InOrderPolicy : public SchedulingPolicy {
 public:
  std::optional<SubgraphId> pick(Processor idle, const ReadySet& ready) override;
};

// A chunk after the other: as in order, but a chunk starts only when the one before is complete.
// Within a chunk, processors still overlap where the DAG lets them (shadow beside NPU).
class SerialPolicy : public SchedulingPolicy {
 public:
  std::optional<SubgraphId> pick(Processor idle, const ReadySet& ready) override;
};

}  // namespace mllm_npu
