#include "engine/schedule/in_order.h"

#include <algorithm>

namespace mllm_npu {

std::optional<SubgraphId> InOrderPolicy::pick(Processor idle, const ReadySet& ready) {
  const auto candidates = ready.on(idle);
  return *std::min_element(candidates.begin(), candidates.end());  // ids are in chunk order
}

std::optional<SubgraphId> SerialPolicy::pick(Processor idle, const ReadySet& ready) {
  const auto candidates = ready.on(idle);
  const SubgraphId first = *std::min_element(candidates.begin(), candidates.end());
  if (ready.dag().node(first).chunk != ready.first_open_chunk()) return std::nullopt;
  return first;
}

}  // namespace mllm_npu
