#include "engine/runtime/calibration.h"

#include <string>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

void check_finite(std::int64_t layer, LinearRole role, MatrixView<const float> input) {
  if (as_eigen(input).allFinite()) return;
  throw InputError("weights", "layer " + std::to_string(layer) + ", " + linear_name(role),
                   "finite inputs while calibrating", "an infinity or no number");
}

}  // namespace

ActivationScales calibrate_activations(const ReferenceModel& reference,
                                       std::span<const std::vector<TokenId>> corpus) {
  ActivationRange range(reference.model());
  const LinearObserver observer = [&](std::int64_t layer, LinearRole role,
                                      MatrixView<const float> input) {
    check_finite(layer, role, input);
    range.observe(layer, role, input);
  };
  for (const std::vector<TokenId>& text : corpus) {
    ReferenceCache cache;
    reference.forward(text, cache, observer);
  }
  return range.scales();
}

}  // namespace mllm_npu
