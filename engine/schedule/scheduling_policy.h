#pragma once

// Which ready subgraph an idle processor runs next (§3.4): one of the four interfaces meant for
// strangers. A policy is one .cpp file and one line in policy_catalog.cpp.
//
// The dispatcher asks whenever a processor is idle and has something ready, at the start and after
// each event. Prices are profiled before, so a decision may read them, but it must be quick: it
// stands in the path of the prefill (the paper's takes microseconds). A policy may leave the
// processor idle although something is ready (a barrier); it is asked again after the next event,
// and at least one policy decision must keep some processor busy, or the prefill would never end
// (the dispatcher stops with a failed check). One policy object serves one prefill.

#include <optional>

#include "engine/schedule/ready_set.h"

namespace mllm_npu {

class SchedulingPolicy {
 public:
  virtual ~SchedulingPolicy() = default;

  // A member of `ready.on(idle)`, or nothing. REQUIRES: ready.on(idle) is not empty.
  virtual std::optional<SubgraphId> pick(Processor idle, const ReadySet& ready) = 0;

  // `id` has completed; called before the picks that follow.
  virtual void completed(SubgraphId /*id*/, const ReadySet& /*ready*/) {}

  // Which of several idle processors is asked first; the others follow in the order CPU, GPU, NPU,
  // flash. It matters only to a policy that looks at what runs: processors never compete for a
  // subgraph.
  virtual Processor first_pick() const { return Processor::kCpu; }

  // Which reading of S the ready set keeps for this policy.
  virtual ReleaseRule release_rule() const { return ReleaseRule::kCompleted; }
};

}  // namespace mllm_npu
