#include "baselines/quantizers/per_token.h"

#include "baselines/quantizers/w8a8_linear.h"

namespace mllm_npu {

std::vector<std::unique_ptr<QuantizedLinear>> PerToken::quantize(const LinearGroup& group,
                                                                 const InputStatistics&) const {
  return make_w8a8_linears(
      group, {.weights = WeightScale::kPerOutput, .activations = ActivationScale::kPerToken});
}

}  // namespace mllm_npu
