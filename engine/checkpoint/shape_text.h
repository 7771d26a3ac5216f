#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mllm_npu {

// For messages, e.g. "[32000, 4096]".
inline std::string text_of(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t size : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(size);
  }
  return text + "]";
}

}  // namespace mllm_npu
