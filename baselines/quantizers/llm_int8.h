#pragma once

#include "engine/quant/quantizer.h"

namespace mllm_npu {

// LLM.int8() (Dettmers et al., 2022): input channels in which any |x| of the call reaches the
// threshold are multiplied in fp16, with the fp16 weights; the others in int8, with a scale per
// token, which the outlier channels do not widen, and a scale per output channel of the weights.
class LlmInt8 : public Quantizer {
 public:
  static constexpr float kThreshold = 6;  // the paper's

  // REQUIRES: threshold > 0.
  explicit LlmInt8(float threshold = kThreshold) : threshold_(threshold) {}

  std::string_view name() const override { return "llm-int8"; }
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;

 private:
  float threshold_;
};

}  // namespace mllm_npu
