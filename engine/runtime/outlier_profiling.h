#pragma once

#include <span>
#include <vector>

#include "engine/execute/reference_model.h"
#include "engine/quant/outlier_statistics.h"

namespace mllm_npu {

// The outliers of the inputs of all linears over `corpus`, which the float model reads twice; every
// text is read on its own. REQUIRES and errors: as calibrate_activations().
OutlierStatistics profile_outliers(const ReferenceModel& reference,
                                   std::span<const std::vector<TokenId>> corpus,
                                   const OutlierOptions& options);

}  // namespace mllm_npu
