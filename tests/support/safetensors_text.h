#pragma once

#include <cstdint>
#include <string>

namespace mllm_npu::support {

// A safetensors file of this JSON header and these numbers.
inline std::string safetensors_text(const std::string& header, const std::string& data) {
  const std::uint64_t length = header.size();
  std::string file(reinterpret_cast<const char*>(&length), sizeof length);
  return file + header + data;
}

}  // namespace mllm_npu::support
