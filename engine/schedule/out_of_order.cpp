#include "engine/schedule/out_of_order.h"

namespace mllm_npu {

std::optional<SubgraphId> OutOfOrderPolicy::pick(Processor idle, const ReadySet& ready) {
  const auto candidates = ready.on(idle);
  const bool npu = idle == Processor::kNpu;
  SubgraphId best = candidates.front();
  for (const SubgraphId candidate : candidates.subspan(1)) {
    const SimTime gain = ready.released_by(candidate);
    const SimTime best_gain = ready.released_by(best);
    const bool better = npu ? gain < best_gain : gain > best_gain;
    if (better || (gain == best_gain && before(candidate, best, ready))) best = candidate;
  }
  return best;
}

bool OutOfOrderPolicy::before(SubgraphId a, SubgraphId b, const ReadySet& ready) const {
  const SubgraphNode& left = ready.dag().node(a);
  const SubgraphNode& right = ready.dag().node(b);
  switch (ties_) {
    case TieBreak::kDataOrder:
      return a < b;
    case TieBreak::kDeepest:
      if (left.layer != right.layer) return left.layer > right.layer;
      return a < b;
    case TieBreak::kShallowest:
      if (left.layer != right.layer) return left.layer < right.layer;
      return a < b;
    case TieBreak::kLongest:
      if (ready.duration(a) != ready.duration(b)) return ready.duration(a) > ready.duration(b);
      return a < b;
  }
  return a < b;
}

}  // namespace mllm_npu
