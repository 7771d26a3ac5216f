#include "engine/schedule/lockstep.h"

#include <algorithm>

namespace mllm_npu {

void LockstepPolicy::start(const ReadySet& ready) {
  const SubgraphDag& dag = ready.dag();
  for (std::size_t i = 0; i < dag.nodes.size(); ++i) {
    if (i == 0 || dag.nodes[i].chunk != dag.nodes[i - 1].chunk) {
      chunk_begin_.push_back(static_cast<SubgraphId>(i));
    }
  }
  chunk_begin_.push_back(static_cast<SubgraphId>(dag.nodes.size()));
  open_ = open_works(0);
}

std::int32_t LockstepPolicy::steps_of(std::int32_t chunk) const {
  const auto place = static_cast<std::size_t>(chunk);
  return place + 1 < chunk_begin_.size() ? chunk_begin_[place + 1] - chunk_begin_[place] : 0;
}

// Subgraphs that step `step` of the pair holds: one per chunk that is not over.
std::int32_t LockstepPolicy::open_works(std::int32_t step) const {
  const std::int32_t partner = step - 1;
  return (step < steps_of(pair_) ? 1 : 0) + (partner >= 0 && partner < steps_of(pair_ + 1) ? 1 : 0);
}

std::int32_t LockstepPolicy::step_of(SubgraphId id, const ReadySet& ready) const {
  const std::int32_t chunk = ready.dag().node(id).chunk;
  if (chunk != pair_ && chunk != pair_ + 1) return -1;
  return id - chunk_begin_[static_cast<std::size_t>(chunk)] + (chunk - pair_);
}

std::optional<SubgraphId> LockstepPolicy::pick(Processor idle, const ReadySet& ready) {
  if (chunk_begin_.empty()) start(ready);
  std::optional<SubgraphId> first;
  for (const SubgraphId id : ready.on(idle)) {
    if (step_of(id, ready) == step_ && (!first || id < *first)) first = id;
  }
  return first;
}

void LockstepPolicy::completed(SubgraphId /*id*/, const ReadySet& /*ready*/) {
  if (--open_ > 0) return;
  open_ = open_works(++step_);
  if (open_ > 0) return;
  pair_ += 2;
  step_ = 0;
  open_ = open_works(0);
}

}  // namespace mllm_npu
