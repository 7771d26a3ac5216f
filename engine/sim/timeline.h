#pragma once

// Who ran what, from when to when: the outcome of a simulation.

#include <cstdint>
#include <vector>

#include "engine/base/units.h"

namespace mllm_npu {

// `work` ran on `lane` over [start, end).
struct Span {
  std::int32_t lane = 0;
  std::int32_t work = 0;
  SimTime start{};
  SimTime end{};
};

struct Timeline {
  std::vector<Span> spans;  // in order of start; equal starts in order of dispatch

  // End of the last span; zero when empty.
  SimTime makespan() const;
  // Sum of the spans of `lane`.
  SimTime busy(std::int32_t lane) const;
};

}  // namespace mllm_npu
