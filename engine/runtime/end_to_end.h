#pragma once

// A prompt and its answer (§4.3): prefill, then one token after the other.

#include "engine/runtime/inference_system.h"

namespace mllm_npu {

struct EndToEnd {
  SimTime prefill{};
  SimTime decode{};

  SimTime total() const { return prefill + decode; }
};

// What `system` takes for the request's prompt and for `output_length` tokens after it, each
// decoded after those before. The paper's decoding times are in proportion to all output tokens,
// the first included, so all are counted. REQUIRES: output_length >= 0. Errors: as prefill().
EndToEnd end_to_end(const InferenceSystem& system, const PrefillRequest& request,
                    std::int64_t output_length);

// The geometric mean, as the paper averages over samples. REQUIRES: not empty, all above 0.
double geometric_mean(const std::vector<double>& values);

}  // namespace mllm_npu
