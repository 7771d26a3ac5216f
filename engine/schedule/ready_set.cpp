#include "engine/schedule/ready_set.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/check.h"

namespace mllm_npu {

ReadySet::ReadySet(const SubgraphDag& dag, std::vector<SimTime> durations, ReleaseRule rule)
    : dag_(&dag),
      durations_(std::move(durations)),
      rule_(rule),
      open_inputs_(dag.predecessor_count),
      unsettled_(dag.nodes.size()),
      released_(dag.nodes.size()),
      open_in_chunk_(static_cast<std::size_t>(dag.chunk_count)),
      open_count_(static_cast<std::int64_t>(dag.nodes.size())) {
  MLLM_NPU_CHECK(durations_.size() == dag.nodes.size(), std::to_string(durations_.size()));
  for (std::size_t i = 0; i < dag.nodes.size(); ++i) {
    const auto id = static_cast<SubgraphId>(i);
    ++open_in_chunk_[static_cast<std::size_t>(dag.nodes[i].chunk)];
    for (const SubgraphId successor : dag.successors_of(id)) {
      Unsettled& inputs = unsettled_[static_cast<std::size_t>(successor)];
      ++inputs.count;
      inputs.ids ^= id;
    }
  }
  for (std::size_t i = 0; i < unsettled_.size(); ++i) {
    if (unsettled_[i].count == 1) {
      released_[static_cast<std::size_t>(unsettled_[i].ids)] += durations_[i];
    }
  }
}

void ReadySet::enable(SubgraphId id) {
  ready_[static_cast<std::size_t>(dag_->affinity_of(id))].push_back(id);
}

void ReadySet::start(SubgraphId id) {
  auto& ready = ready_[static_cast<std::size_t>(dag_->affinity_of(id))];
  const auto place = std::find(ready.begin(), ready.end(), id);
  MLLM_NPU_CHECK(place != ready.end(), "subgraph " + std::to_string(id) + " is not ready");
  *place = ready.back();
  ready.pop_back();
  if (rule_ == ReleaseRule::kStarted) settle(id);
}

void ReadySet::settle(SubgraphId id) {
  for (const SubgraphId successor : dag_->successors_of(id)) {
    Unsettled& inputs = unsettled_[static_cast<std::size_t>(successor)];
    inputs.ids ^= id;
    if (--inputs.count == 1) {
      released_[static_cast<std::size_t>(inputs.ids)] +=
          durations_[static_cast<std::size_t>(successor)];
    }
  }
}

void ReadySet::close(SubgraphId id) {
  --open_count_;
  --open_in_chunk_[static_cast<std::size_t>(dag_->node(id).chunk)];
  while (first_open_chunk_ < dag_->chunk_count &&
         open_in_chunk_[static_cast<std::size_t>(first_open_chunk_)] == 0) {
    ++first_open_chunk_;
  }
}

}  // namespace mllm_npu
