#pragma once

// Rotary position embedding as Hugging Face lays it out: of the first rotary_size numbers of a
// head, number i and number i + rotary_size / 2 are turned by the angle position ·
// theta^(−2i/rotary_size). The rest of the head stays.

#include <cstdint>
#include <span>

#include "engine/tensor/matrix.h"

namespace mllm_npu {

// Cosines and sines, rounded once from double.
class RotaryTable {
 public:
  // For positions 0..positions − 1. REQUIRES: rotary_size even and > 0, theta > 0, positions >= 0.
  RotaryTable(std::int64_t rotary_size, double theta, std::int64_t positions);

  std::int64_t rotary_size() const { return 2 * cosines_.columns(); }
  std::int64_t positions() const { return cosines_.rows(); }
  std::span<const float> cosines(std::int64_t position) const { return cosines_.row(position); }
  std::span<const float> sines(std::int64_t position) const { return sines_.row(position); }

 private:
  Matrix<float> cosines_;  // [positions, rotary_size / 2]
  Matrix<float> sines_;
};

// Turns row t, which stands at first_position + t, in place, head by head.
// rows: [tokens, heads · head_dim]. REQUIRES: rotary_size <= head_dim; the table has the positions.
void rotate(MatrixView<float> rows, std::int64_t heads, std::int64_t head_dim,
            const RotaryTable& table, std::int64_t first_position);

}  // namespace mllm_npu
