#pragma once

#include "engine/schedule/scheduling_policy.h"

namespace mllm_npu {

// What Eq. 5 leaves open.
enum class TieBreak {
  kDataOrder,   // lowest chunk, then data order: the default
  kDeepest,     // furthest layer, then lowest chunk
  kShallowest,  // earliest layer, then lowest chunk
  kLongest,     // longest price, then data order
};

// Out-of-order subgraph execution, Eq. 5: for a ready subgraph g let S be what becomes ready when g
// completes; C(g) = +Σ T(S) if g runs on CPU or GPU, −Σ T(S) if g runs on the NPU; the largest C
// runs. Two processors never compete for a subgraph (affinities are fixed), so which idle processor
// picks first matters only to the reading in which running inputs count as there.
class OutOfOrderPolicy : public SchedulingPolicy {
 public:
  explicit OutOfOrderPolicy(TieBreak ties = TieBreak::kDataOrder,
                            ReleaseRule rule = ReleaseRule::kCompleted,
                            Processor first_pick = Processor::kCpu)
      : ties_(ties), rule_(rule), first_pick_(first_pick) {}

  std::optional<SubgraphId> pick(Processor idle, const ReadySet& ready) override;
  Processor first_pick() const override { return first_pick_; }
  ReleaseRule release_rule() const override { return rule_; }

 private:
  bool before(SubgraphId a, SubgraphId b, const ReadySet& ready) const;

  TieBreak ties_;
  ReleaseRule rule_;
  Processor first_pick_;
};

}  // namespace mllm_npu
