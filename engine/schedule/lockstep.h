#pragma once

#include <cstdint>
#include <vector>

#include "engine/schedule/scheduling_policy.h"

namespace mllm_npu {

// Pairs of chunks with a barrier, as the released code does: while the first chunk of a pair runs
// its step t, the second runs its step t − 1; the next step starts when both are done.
class LockstepPolicy : public SchedulingPolicy {
 public:
  std::optional<SubgraphId> pick(Processor idle, const ReadySet& ready) override;
  void completed(SubgraphId id, const ReadySet& ready) override;

 private:
  void start(const ReadySet& ready);
  std::int32_t step_of(SubgraphId id, const ReadySet& ready) const;
  std::int32_t steps_of(std::int32_t chunk) const;
  std::int32_t open_works(std::int32_t step) const;

  std::vector<SubgraphId> chunk_begin_;  // [chunks + 1]
  std::int32_t pair_ = 0;                // first chunk of the pair that runs
  std::int32_t step_ = 0;                // of that chunk; its partner is one behind
  std::int32_t open_ = 0;                // subgraphs of this step that have not completed
};

}  // namespace mllm_npu
