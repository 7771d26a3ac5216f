#include "engine/base/hexadecimal.h"

namespace mllm_npu {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::size_t kCount = 16;

}  // namespace

std::string hexadecimal(std::uint64_t number) {
  std::string text(kCount, '0');
  for (std::size_t place = kCount; place-- > 0; number >>= 4) text[place] = kDigits[number & 15];
  return text;
}

std::optional<std::uint64_t> read_hexadecimal(std::string_view text) {
  if (text.size() != kCount) return std::nullopt;
  std::uint64_t number = 0;
  for (const char digit : text) {
    const std::size_t value = kDigits.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    number = number << 4 | value;
  }
  return number;
}

}  // namespace mllm_npu
