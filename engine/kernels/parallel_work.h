#pragma once

#include <cstdint>

#include "engine/base/parallel.h"

namespace mllm_npu {

// As parallel_for(), but on this thread alone where all bodies together are so few operations that
// waking the other threads would take longer.
inline void parallel_for_work(std::int64_t count, std::int64_t operations,
                              FunctionRef<void(std::int64_t)> body) {
  constexpr std::int64_t kWorthwhile = std::int64_t{1} << 18;  // some ten microseconds
  if (operations >= kWorthwhile) return parallel_for(count, body);
  for (std::int64_t i = 0; i < count; ++i) body(i);
}

}  // namespace mllm_npu
