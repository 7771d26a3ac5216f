#pragma once

// What a prefill holds in memory, for people to read.

#include "engine/runtime/inference_system.h"
#include "experiments/text_table.h"

namespace mllm_npu {

// The peak by owner and, of the buffers, by kind of operator, in MB; the last row is the sum. A
// system without subgraphs has owners only.
TextTable memory_by_operator(const PrefillResult& result);

// What is in use (memory_timeline.h) at each tenth of the run, in MB by owner: buffers that wait
// for the next chunk are not. REQUIRES: result.trace.
TextTable memory_over_time(const PrefillResult& result);

}  // namespace mllm_npu
