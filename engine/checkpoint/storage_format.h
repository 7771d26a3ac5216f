#pragma once

#include <cstdint>
#include <string_view>

namespace mllm_npu {

// How numbers lie in a file. The q formats are GGUF's: blocks along a row, each with its scale.
enum class StorageFormat { kF32, kF16, kBf16, kQ8_0, kQ4_0, kQ4K, kQ6K };
std::string_view name_of(StorageFormat format);  // "F32", ..., "Q4_K"

// Numbers in one block (1 for the plain formats) and its size in bytes.
std::int64_t block_length(StorageFormat format);
std::int64_t block_bytes(StorageFormat format);

}  // namespace mllm_npu
