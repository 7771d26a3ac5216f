#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mllm_npu {

// 16 digits, small letters: for numbers of 64 bits in JSON, whose own hold 53.
std::string hexadecimal(std::uint64_t number);

// What hexadecimal() wrote; nothing for any other text.
std::optional<std::uint64_t> read_hexadecimal(std::string_view text);

}  // namespace mllm_npu
