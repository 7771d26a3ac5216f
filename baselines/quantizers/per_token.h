#pragma once

#include "engine/quant/quantizer.h"

namespace mllm_npu {

// W8A8 with a dynamic scale per token (ZeroQuant) and one per output channel of the weights: the
// vector-wise quantisation that LLM.int8() begins with. Needs no calibration.
class PerToken : public Quantizer {
 public:
  std::string_view name() const override { return "per-token"; }
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;
};

}  // namespace mllm_npu
