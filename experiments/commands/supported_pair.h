#pragma once

#include <string>

#include "engine/runtime/inference_system.h"

namespace mllm_npu {

// Errors, unless `force`: InputError naming `flag`, the models that the paper runs on `system`, and
// `model`, when that is none of them.
void check_supported(const std::string& flag, const InferenceSystem& system,
                     const ModelConfig& model, const DeviceSpec& device, bool force);

}  // namespace mllm_npu
