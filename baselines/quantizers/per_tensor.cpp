#include "baselines/quantizers/per_tensor.h"

#include "baselines/quantizers/w8a8_linear.h"
#include "engine/kernels/quantize.h"

namespace mllm_npu {

std::vector<std::unique_ptr<QuantizedLinear>> PerTensor::quantize(
    const LinearGroup& group, const InputStatistics& input) const {
  return make_w8a8_linears(group, {.weights = WeightScale::kPerTensor,
                                   .activations = ActivationScale::kStatic,
                                   .static_max_abs = max_abs(input.channel_max_abs)});
}

}  // namespace mllm_npu
