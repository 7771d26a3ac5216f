#include "tests/support/llama2c_text.h"

#include <cstring>

namespace mllm_npu::support {

std::string llama2c_text(const std::array<std::int32_t, 7>& header, std::size_t numbers) {
  std::string text(sizeof header + numbers * sizeof(float), '\0');
  std::memcpy(text.data(), header.data(), sizeof header);
  for (std::size_t i = 0; i < numbers; ++i) {
    const auto number = static_cast<float>(i);
    std::memcpy(text.data() + sizeof header + i * sizeof number, &number, sizeof number);
  }
  return text;
}

}  // namespace mllm_npu::support
