#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/checkpoint/stored_tensor.h"

namespace mllm_npu {

// What libFuzzer gives, in the two forms that readers take.
inline std::span<const std::byte> bytes_of(const std::uint8_t* data, std::size_t size) {
  return std::as_bytes(std::span(data, size));
}
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Reads the first and the last row, if there are any.
inline void read_ends(const StoredTensor& tensor) {
  if (tensor.bytes.empty()) return;
  Matrix<float> row(1, tensor.columns());
  read_rows(tensor, 0, row.view());
  read_rows(tensor, tensor.rows() - 1, row.view());
}

}  // namespace mllm_npu
