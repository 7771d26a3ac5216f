#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/checkpoint/gguf_metadata.h"
#include "engine/checkpoint/stored_tensor.h"

namespace mllm_npu {

// A tensor that is to be written; `shape` is outermost first.
struct GgufTensorInfo {
  std::string name;
  StorageFormat format{};
  std::vector<std::int64_t> shape;
};

// Bytes of the tensor, without padding.
std::uint64_t byte_count(const GgufTensorInfo& tensor);

// `size` and what fills it up to a multiple of kGgufAlignment.
std::uint64_t padded(std::uint64_t size);

// Everything before the first tensor's bytes, padded. The tensors' bytes follow in this order, each
// padded.
std::string gguf_header(const GgufMetadata& metadata, const std::vector<GgufTensorInfo>& tensors);

}  // namespace mllm_npu
