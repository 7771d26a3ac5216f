#pragma once

#include "engine/quant/quantizer.h"

namespace mllm_npu {

// Per-tensor W8A8 of rotated channels, x · R · (W · R)ᵀ: what the paper's authors moved to later
// (after QuaRot). Rotated on line, at each linear, so that no norm has to be rewritten; the static
// scale is the largest rotated number of the calibration sample / 127, and what is larger is
// clipped.
class Hadamard : public Quantizer {
 public:
  explicit Hadamard(std::uint64_t seed) : seed_(seed) {}

  std::string_view name() const override { return "hadamard"; }
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;

 private:
  std::uint64_t seed_;  // of the signs
};

}  // namespace mllm_npu
