#pragma once

// What may run now, and what each candidate would release: the state that a policy sees.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/units.h"
#include "engine/graph/dependency.h"

namespace mllm_npu {

// When an input counts as there, in "what becomes ready when g completes" (Eq. 5): the paper does
// not say whether inputs that still run count.
enum class ReleaseRule { kCompleted, kStarted };

class ReadySet {
 public:
  // `durations`: price of each node of `dag`, which must outlive the set.
  ReadySet(const SubgraphDag& dag, std::vector<SimTime> durations, ReleaseRule rule);

  const SubgraphDag& dag() const { return *dag_; }
  SimTime duration(SubgraphId id) const { return durations_[static_cast<std::size_t>(id)]; }

  // Ready subgraphs of `processor`, in no order.
  std::span<const SubgraphId> on(Processor processor) const {
    return ready_[static_cast<std::size_t>(processor)];
  }

  // Σ T(S) of Eq. 5: summed price of the subgraphs that wait for `id` alone. O(1).
  SimTime released_by(SubgraphId id) const { return released_[static_cast<std::size_t>(id)]; }

  // Lowest chunk with a subgraph that has not completed; chunk_count when all have.
  std::int32_t first_open_chunk() const { return first_open_chunk_; }

  std::int64_t open_count() const { return open_count_; }

  // Called by the dispatcher. `enable` makes a subgraph ready whose inputs are all complete.
  void enable(SubgraphId id);
  void start(SubgraphId id);
  // Calls `on_inputs_complete(successor)` for each successor that `id` was the last input of.
  template <class Visitor>
  void complete(SubgraphId id, Visitor on_inputs_complete) {
    if (rule_ == ReleaseRule::kCompleted) settle(id);
    for (const SubgraphId successor : dag_->successors_of(id)) {
      if (--open_inputs_[static_cast<std::size_t>(successor)] == 0) on_inputs_complete(successor);
    }
    close(id);
  }

 private:
  void settle(SubgraphId id);
  void close(SubgraphId id);

  // The inputs of a node that are not settled: how many, and the XOR of their ids, which is the id
  // of the last one when one is left.
  struct Unsettled {
    std::int32_t count = 0;
    SubgraphId ids = 0;
  };

  const SubgraphDag* dag_;
  std::vector<SimTime> durations_;
  ReleaseRule rule_;
  std::array<std::vector<SubgraphId>, kProcessorCount> ready_;
  std::vector<std::int32_t> open_inputs_;
  std::vector<Unsettled> unsettled_;
  std::vector<SimTime> released_;
  std::vector<std::int32_t> open_in_chunk_;
  std::int32_t first_open_chunk_ = 0;
  std::int64_t open_count_ = 0;
};

}  // namespace mllm_npu
