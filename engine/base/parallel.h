#pragma once

#include <cstdint>

#include "engine/base/function_ref.h"

namespace mllm_npu {

// Runs body(0), ..., body(count - 1), each once, on the threads that oneDNN uses as well; returns
// when all are done. The bodies must not depend on each other, nor write to the same place, so that
// the outcome is the same with any number of threads. REQUIRES: body throws nothing.
void parallel_for(std::int64_t count, FunctionRef<void(std::int64_t)> body);

}  // namespace mllm_npu
