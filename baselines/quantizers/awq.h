#pragma once

// AWQ (Lin et al., 2023): only the weights are quantised, to 4 bits in groups with a zero point.
// Channels whose inputs are large are scaled up before and the inputs down, (x / s) · (w · s)ᵀ, so
// that their weights lose less; s = mean|x|^α, and the α of a grid wins whose output on the
// calibration sample is nearest to the float one.
//
// Where the original differs: it measures the output of a whole attention or MLP, here it is
// that of the group's linears; it leaves O alone under grouped attention; it searches for a
// clip of the weights afterwards.

#include <span>

#include "engine/quant/quantizer.h"

namespace mllm_npu {

// Groups of a row, in place, as 4-bit numbers with a zero point hold them: q = clip(round(w /
// scale)
// + zero, 0, 15), w ≈ (q − zero) · scale, scale = max(high − low, 1e-5) / 15, zero =
// clip(−round(low / scale), 0, 15), where low and high are the range of the group and of 0. (In
// the original of the group alone, which is the same unless all weights have one sign; then it
// clips them.) The last group may be short. REQUIRES: group_size > 0.
void round_to_four_bits(std::span<float> row, std::int64_t group_size);

// s of the exponent α: mean|x|^α, at least 1e-4, divided by the root of (largest · smallest).
// mean_abs: [inputs].
std::vector<float> awq_scales(std::span<const float> mean_abs, double alpha);

struct AwqOptions {
  std::int64_t group_size = 128;
  std::int64_t grid = 20;  // α = 0, 1 / grid, ..., 1 − 1 / grid; 1: no scales
};

class Awq : public Quantizer {
 public:
  explicit Awq(const AwqOptions& options = {}) : options_(options) {}

  std::string_view name() const override { return "awq"; }
  // Activations stay fp16, sums are fp32.
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;

 private:
  AwqOptions options_;
};

}  // namespace mllm_npu
