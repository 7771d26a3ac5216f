#pragma once

// The linear that all W8A8 methods end in: int8 weights, int8 activations, one exact product. They
// differ in what a scale is shared by, in when it is known, and in what happens to x before.

#include <functional>

#include "engine/quant/int8_product.h"
#include "engine/quant/quantizer.h"

namespace mllm_npu {

enum class ActivationScale {
  kStatic,     // one, from calibration
  kPerTensor,  // one per call, from the call's rows
  kPerToken,   // one per row
};

// Changes rows of x before they are quantised, in place. Safe to call from several threads.
using RowChange = std::function<void(std::span<float> row)>;

struct W8A8Form {
  WeightScale weights = WeightScale::kPerTensor;
  ActivationScale activations = ActivationScale::kStatic;
  float static_max_abs = 0;  // of kStatic: of changed rows; what is larger is clipped
  RowChange change{};        // or none
};

// Of weights that have been changed to suit `form.change` already.
std::unique_ptr<QuantizedLinear> make_w8a8_linear(MatrixView<const float> weights,
                                                  const W8A8Form& form);

// The same for all linears of a group, whose weights are taken as they are.
std::vector<std::unique_ptr<QuantizedLinear>> make_w8a8_linears(const LinearGroup& group,
                                                                const W8A8Form& form);

}  // namespace mllm_npu
