#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mllm_npu {

// GPT-2's alphabet: a printable character for each byte, so that a vocabulary of bytes can be
// written as text. Printable Latin-1 stands for itself, the rest for U+0100 and up: "Ġ" is a space.

// The character, in UTF-8.
std::string byte_letter(std::uint8_t byte);

// The bytes that `text` spells; nothing where a character of it is no letter of the alphabet.
std::optional<std::string> bytes_of_letters(std::string_view text);

}  // namespace mllm_npu
