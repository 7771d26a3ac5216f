#pragma once

#include <span>
#include <vector>

#include "engine/execute/reference_model.h"
#include "engine/quant/input_statistics.h"

namespace mllm_npu {

// What the inputs of all linears are over `corpus`, by the float model; every text is read on its
// own. REQUIRES and errors: as calibrate_activations().
ModelInputStatistics collect_input_statistics(const ReferenceModel& reference,
                                              std::span<const std::vector<TokenId>> corpus,
                                              const InputSampling& sampling = {});

}  // namespace mllm_npu
