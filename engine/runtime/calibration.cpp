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

void observe_corpus(const ReferenceModel& reference, std::span<const std::vector<TokenId>> corpus,
                    const LinearObserver& observer) {
  const LinearObserver checked = [&](std::int64_t layer, LinearRole role,
                                     MatrixView<const float> input) {
    check_finite(layer, role, input);
    observer(layer, role, input);
  };
  for (const std::vector<TokenId>& text : corpus) {
    ReferenceCache cache;
    reference.forward(text, cache, checked);
  }
}

ActivationScales calibrate_activations(const ReferenceModel& reference,
                                       std::span<const std::vector<TokenId>> corpus) {
  ActivationRange range(reference.model());
  observe_corpus(reference, corpus,
                 [&](std::int64_t layer, LinearRole role, MatrixView<const float> input) {
                   range.observe(layer, role, input);
                 });
  return range.scales();
}

}  // namespace mllm_npu
