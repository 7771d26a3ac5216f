#include "engine/sim/timeline.h"

#include <algorithm>

namespace mllm_npu {

SimTime Timeline::makespan() const {
  SimTime end{};
  for (const Span& span : spans) end = std::max(end, span.end);
  return end;
}

SimTime Timeline::busy(std::int32_t lane) const {
  SimTime sum{};
  for (const Span& span : spans) {
    if (span.lane == lane) sum += span.end - span.start;
  }
  return sum;
}

}  // namespace mllm_npu
