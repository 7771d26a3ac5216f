#pragma once

// llama.cpp's quantisation, which the paper calls K-Quant, with the activations that its CPU path
// multiplies with. Rows are cut into blocks with scales of their own:
//
//   weights   block                               activations
//   Q8_0      32 numbers, a scale                 Q8_0 blocks, rounded per call
//   Q4_K      256, eight scales and minimums      Q8_K blocks of 256, scale in fp32
//   F16       none                                F16
//
// A row that has no whole number of blocks takes the next row of this table. (llama.cpp takes Q5_0
// in place of Q4_K, then F16.)
//
// Numbers are llama.cpp's; their products are summed up in fp32 in another order than its int8 dots
// per block, which are exact, times the scales: a difference of rounding.

#include "engine/quant/quantizer.h"

namespace mllm_npu {

enum class KQuantFormat { kQ8_0, kQ4K };

class KQuant : public Quantizer {
 public:
  // `short_super_blocks`: a row of whole groups of 32 stays Q4_K, and its last super-block has
  // fewer of them. No file can hold that, but narrow models have no other Q4_K.
  explicit KQuant(KQuantFormat format, bool short_super_blocks = false)
      : format_(format), short_super_blocks_(short_super_blocks) {}

  std::string_view name() const override {
    return format_ == KQuantFormat::kQ8_0 ? "k-quant-q8_0" : "k-quant-q4_k";
  }
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override;

 private:
  std::unique_ptr<QuantizedLinear> linear(MatrixView<const float> weights) const;

  KQuantFormat format_;
  bool short_super_blocks_;
};

// `row` as Q8_K holds it, in place: 256 numbers share a scale, the one of largest magnitude (the
// first, if there are several) becomes −127 and the others are rounded, halves to even. The last
// block may be short.
void round_to_q8k(std::span<float> row);

}  // namespace mllm_npu
