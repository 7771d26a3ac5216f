#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace mllm_npu::support {

// A llama2.c file of two layers: dim 8, FFN 12, 2 heads over 1, 6 tokens (the LM head is tied),
// context 10. Number i of it, counted behind the header, is i.
inline constexpr std::array<std::int32_t, 7> kLlama2cHeader = {8, 12, 2, 2, 1, 6, 10};
std::string llama2c_text(const std::array<std::int32_t, 7>& header, std::size_t numbers);
// How many numbers the header above asks for, and how many with an LM head of its own.
inline constexpr std::size_t kLlama2cNumbers =
    6 * 8 + 2 * (8 + 8 * 8 + 4 * 8 + 4 * 8 + 8 * 8 + 8 + 3 * 12 * 8) + 8 + 10 * 4;
inline constexpr std::size_t kLlama2cUntiedNumbers = kLlama2cNumbers + 6 * 8;

}  // namespace mllm_npu::support
