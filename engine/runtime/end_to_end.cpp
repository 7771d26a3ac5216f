#include "engine/runtime/end_to_end.h"

#include <cmath>

#include "engine/base/check.h"

namespace mllm_npu {

EndToEnd end_to_end(const InferenceSystem& system, const PrefillRequest& request,
                    std::int64_t output_length) {
  EndToEnd times{.prefill = system.prefill(request).metrics.time_to_first_token};
  for (std::int64_t token = 0; token < output_length; ++token) {
    times.decode += system.decode({.model = request.model,
                                   .device = request.device,
                                   .context = request.prompt_length + token,
                                   .options = request.options});
  }
  return times;
}

double geometric_mean(const std::vector<double>& values) {
  MLLM_NPU_CHECK(!values.empty(), "mean of nothing");
  double sum = 0;
  for (const double value : values) sum += std::log(value);
  return std::exp(sum / static_cast<double>(values.size()));
}

}  // namespace mllm_npu
