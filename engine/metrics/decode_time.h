#pragma once

#include "engine/base/units.h"
#include "engine/model/model_config.h"
#include "engine/soc/soc_spec.h"

namespace mllm_npu {

// Time to decode one token on the phone's CPU after `context` tokens: every weight and every key
// and value is read once, at the bandwidth that a matrix times a vector reaches there
// (CpuSpec::matvec_bandwidth). Nothing else counts, so it is a lower bound.
SimTime decode_time(const ModelConfig& model, const SocSpec& soc, std::int64_t context);

}  // namespace mllm_npu
