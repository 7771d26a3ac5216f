#pragma once

#include <cstdint>
#include <optional>

namespace mllm_npu::support {

// How often the program has asked operator new for memory, on all threads; nothing under
// sanitizers.
std::optional<std::int64_t> allocation_count();

}  // namespace mllm_npu::support
