#pragma once

// The paper's own method (§3.3, Eq. 1) as a quantizer of linears, beside those that it is compared
// with: per-tensor W8A8 whose static scale ignores outliers, and a float product of what it clips.
// Not in their catalogue, since it is made of what a whole model's calibration found: which scale,
// and which linears are worth a shadow.

#include <array>
#include <vector>

#include "engine/quant/outlier_statistics.h"
#include "engine/quant/quantizer.h"

namespace mllm_npu {

// By layer and LinearRole: true where a linear keeps its shadow; the others only clip.
using KeptShadows = std::vector<std::array<bool, 7>>;

class ShadowQuantizer : public Quantizer {
 public:
  // REQUIRES: as many layers in both.
  ShadowQuantizer(const OutlierStatistics& statistics, KeptShadows kept);

  std::string_view name() const override { return "shadow-outlier"; }
  // Of `input` it needs nothing.
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;

 private:
  ActivationScales scales_;
  KeptShadows kept_;
};

}  // namespace mllm_npu
