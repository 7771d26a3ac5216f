#pragma once

#include <cstdint>
#include <cstring>

#include "engine/tensor/matrix.h"
#include "tests/support/random.h"

namespace mllm_npu::support {

// Numbers between -1 and 1, times `size`.
inline Matrix<float> random_floats(std::int64_t rows, std::int64_t columns, std::uint64_t seed,
                                   float size = 1) {
  Random random(seed);
  Matrix<float> matrix(rows, columns);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (float& value : matrix.row(row)) {
      value = size * static_cast<float>(random.between(-1000000, 1000000)) / 1000000;
    }
  }
  return matrix;
}

inline Matrix<std::int8_t> random_bytes(std::int64_t rows, std::int64_t columns,
                                        std::uint64_t seed) {
  Random random(seed);
  Matrix<std::int8_t> matrix(rows, columns);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int8_t& value : matrix.row(row)) {
      value = static_cast<std::int8_t>(random.between(-128, 127));
    }
  }
  return matrix;
}

// Bit for bit; NaNs too.
template <class T>
bool same_bits(const Matrix<T>& a, const Matrix<T>& b) {
  const auto bytes = static_cast<std::size_t>(a.rows() * a.columns()) * sizeof(T);
  return a.rows() == b.rows() && a.columns() == b.columns() &&
         std::memcmp(a.view().data, b.view().data, bytes) == 0;
}

}  // namespace mllm_npu::support
