#pragma once

// GGUF's quantised rows: blocks of numbers along a row, each with its scale.

#include <cstddef>
#include <span>

#include "engine/checkpoint/storage_format.h"

namespace mllm_npu {

// Floats of one row. REQUIRES: `format` is one of the q formats; out.size() is a multiple of
// block_length(format); row.size() == out.size() / block_length(format) · block_bytes(format).
void dequantize_row(StorageFormat format, std::span<const std::byte> row, std::span<float> out);

// One row as Q8_0: a block's scale is its largest magnitude / 127, kept in fp16; numbers are
// rounded to the nearest, halves away from zero, before the scale is. REQUIRES: `row` is finite and
// its size a multiple of 32; out.size() == row.size() / 32 · 34.
void quantize_row_q8_0(std::span<const float> row, std::span<std::byte> out);

}  // namespace mllm_npu
