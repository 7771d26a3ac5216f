#pragma once

// Floats to the plain formats.

#include <cstddef>
#include <span>
#include <vector>

#include "engine/checkpoint/stored_tensor.h"

namespace mllm_npu {

// Replaces `out` by `numbers` in `format`, rounded to the nearest (ties to even). False when a
// finite number is beyond the range of `format`. REQUIRES: `format` is kF32, kF16 or kBf16.
bool to_plain(StorageFormat format, std::span<const float> numbers, std::vector<std::byte>& out);

}  // namespace mllm_npu
