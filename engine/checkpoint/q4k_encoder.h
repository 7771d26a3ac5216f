#pragma once

#include <cstddef>
#include <span>

namespace mllm_npu {

// One row as Q4_K, as llama.cpp writes it without an importance matrix: in each super-block of 256
// numbers, eight groups of 32 get a scale and a minimum by a least-squares search in which large
// numbers weigh more; both are then rounded to six bits, and the numbers to four with the rounded
// ones. REQUIRES: `row` is finite, below 65504 · 63, and its size a multiple of 256;
// out.size() == row.size() / 256 · 144.
void quantize_row_q4k(std::span<const float> row, std::span<std::byte> out);

}  // namespace mllm_npu
