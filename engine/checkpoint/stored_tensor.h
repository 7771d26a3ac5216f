#pragma once

// A tensor as it lies in a file, and its way to floats.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/checkpoint/storage_format.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

struct StoredTensor {
  std::string name;  // in the words of the file
  StorageFormat format{};
  std::vector<std::int64_t> shape;     // outermost first; row-major
  std::span<const std::byte> bytes{};  // in the mapped file; any alignment

  // > 0: the file keeps the rows of so many heads interleaved for rotary pairs (x0 x_{d/2} x1 ...),
  // as GGUF does for "llama"; read_rows() gives them in halves (x0 x1 ... x_{d/2} ...).
  std::int64_t interleaved_heads = 0;

  std::int64_t rows() const;     // product of all dimensions but the last; 1 for a vector
  std::int64_t columns() const;  // the last dimension
};

// Floats of the rows [first_row, first_row + out.rows). REQUIRES: they are there; out.columns ==
// columns(); `bytes` has the size that shape and format ask for (the readers see to it).
void read_rows(const StoredTensor& tensor, std::int64_t first_row, MatrixView<float> out);

}  // namespace mllm_npu
