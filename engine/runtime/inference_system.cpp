#include "engine/runtime/inference_system.h"

#include "engine/base/input_error.h"

namespace mllm_npu {

void require_memory(const MemoryUse& memory, const PrefillRequest& request) {
  if (static_cast<double>(memory.total().value) <= request.device.memory) return;
  throw InputError(request.device.name, "memory",
                   std::to_string(memory.total().value) + " bytes for " + request.model.name,
                   std::to_string(static_cast<std::int64_t>(request.device.memory)) + " bytes");
}

}  // namespace mllm_npu
