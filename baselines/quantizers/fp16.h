#pragma once

#include "engine/quant/quantizer.h"

namespace mllm_npu {

// y = half(x) · half(w)ᵀ with sums in fp32, which are not rounded again.
std::unique_ptr<QuantizedLinear> make_fp16_linear(MatrixView<const float> weights);

// What the methods are compared with.
class Fp16 : public Quantizer {
 public:
  std::string_view name() const override { return "fp16"; }
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;
};

}  // namespace mllm_npu
