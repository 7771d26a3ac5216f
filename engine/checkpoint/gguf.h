#pragma once

// Reads GGUF, the file format of ggml and llama.cpp: versions 2 and 3, little-endian.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/checkpoint/gguf_metadata.h"
#include "engine/checkpoint/stored_tensor.h"

namespace mllm_npu {

inline constexpr std::string_view kGgufMagic = "GGUF";
inline constexpr std::uint32_t kGgufVersion = 3;
inline constexpr std::uint32_t kGgufAlignment = 32;  // unless general.alignment says otherwise

// ggml's number of the format.
std::uint32_t ggml_type(StorageFormat format);

struct GgufFile {
  GgufMetadata metadata;
  // In the file's order, shapes outermost first; `bytes` look into the file.
  std::vector<StoredTensor> tensors;
};

// `file` only names it in errors. Everything is checked before it is used or memory is taken for
// it. Errors: InputError for a file that is cut short or no GGUF; a name that is there twice; a
// value type that is unknown, or an array of arrays; a tensor of a type that StorageFormat lacks,
// without numbers, of more than four dimensions, with rows that are no whole blocks, or whose
// bytes are not aligned, lie outside of the file, or in another tensor.
GgufFile read_gguf(std::span<const std::byte> bytes, const std::string& file);

}  // namespace mllm_npu
