#pragma once

#include <cstddef>

#include "engine/base/function_ref.h"

namespace mllm_npu {

// body(0), ..., body(count - 1) on all cores, as parallel_for(), but they may throw: a failure is
// thrown when all have ended.
void for_all(std::size_t count, FunctionRef<void(std::size_t)> body);

}  // namespace mllm_npu
