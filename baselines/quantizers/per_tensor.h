#pragma once

#include "engine/quant/quantizer.h"

namespace mllm_npu {

// Naive W8A8, what an NPU computes best: one static scale for the activations, the largest that
// calibration saw / 127, and one per weight matrix.
class PerTensor : public Quantizer {
 public:
  std::string_view name() const override { return "per-tensor"; }
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;
};

}  // namespace mllm_npu
