#pragma once

// GGUF's quantised rows: blocks of numbers along a row, each with its scale.

#include <cstddef>
#include <span>

#include "engine/checkpoint/stored_tensor.h"

namespace mllm_npu {

// Floats of one row. REQUIRES: `format` is one of the q formats; out.size() is a multiple of
// block_length(format); row.size() == out.size() / block_length(format) · block_bytes(format).
void dequantize_row(StorageFormat format, std::span<const std::byte> row, std::span<float> out);

}  // namespace mllm_npu
