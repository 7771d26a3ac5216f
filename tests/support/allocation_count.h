#pragma once

#include <cstdint>

namespace mllm_npu::support {

// How often the program has asked operator new for memory, on all threads.
std::int64_t allocation_count();

}  // namespace mllm_npu::support
