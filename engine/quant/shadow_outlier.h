#pragma once

// Shadow outlier execution (§3.3, Eq. 1) of one input: what the clip of the static scale cuts off
// is kept, and multiplied in float. With q = round(x / s) and the residual r = q − clip(q),
//
//   q · Wᵀ  =  clip(q) · Wᵀ  +  r · Wᵀ
//              int8, NPU        float, few channels, CPU
//
// holds exactly. (As printed, Eq. 1 is no identity: it divides outliers by s and adds them to a
// product that contains their clipped part already.)

#include <cstdint>
#include <span>
#include <vector>

namespace mllm_npu {

struct Residual {
  std::int32_t channel = 0;
  float value = 0;  // a whole number of steps
};

// The residuals of a chunk's rows.
class ResidualRows {
 public:
  // `room`: residuals of a row for which memory is taken now; more take it when they come.
  explicit ResidualRows(std::int64_t rows, std::int64_t room = 0);

  // What quantising x with `scale` cuts off becomes the residual of `row`. Safe on several threads
  // for different rows.
  void collect(std::int64_t row, std::span<const float> x, float scale);

  // In the order of channels.
  std::span<const Residual> row(std::int64_t index) const {
    return rows_[static_cast<std::size_t>(index)];
  }
  // Channels of the first `rows` rows that have a residual, ascending, in place of what `channels`
  // had.
  void channels_of(std::int64_t rows, std::vector<std::int32_t>& channels) const;

 private:
  std::vector<std::vector<Residual>> rows_;
};

}  // namespace mllm_npu
