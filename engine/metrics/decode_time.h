#pragma once

#include "engine/base/units.h"
#include "engine/graph/subgraph.h"
#include "engine/model/model_config.h"
#include "engine/soc/soc_spec.h"

namespace mllm_npu {

// What decoding a token after `context` others reads, in bytes: every weight of the linears and of
// the LM head at `bytes_per_weight`, every fp16 key and value (of a sliding window, what it sees).
double decode_traffic(const ModelConfig& model, double bytes_per_weight, std::int64_t context);

// Time to decode one token with INT8 weights on the phone's CPU or GPU after `context` tokens: the
// traffic at the bandwidth that a matrix times a vector reaches there (CpuSpec::matvec_bandwidth,
// GpuSpec::matvec_bandwidth). Nothing else counts, so it is a lower bound. REQUIRES: CPU or
// GPU.
SimTime decode_time(const ModelConfig& model, const SocSpec& soc, std::int64_t context,
                    Processor processor = Processor::kCpu);

}  // namespace mllm_npu
