#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mllm_npu {

// SentencePiece's mark for a space, U+2581 "▁".
inline constexpr std::string_view kSpaceMark = "\xE2\x96\x81";

// The byte that "<0x00>" to "<0xFF>" stands for; nothing for any other text.
std::optional<std::uint8_t> byte_of_piece(std::string_view piece);

// `text` with every `pattern` replaced by `content`, from the left. REQUIRES: `pattern` is not
// empty.
std::string replaced(std::string_view text, std::string_view pattern, std::string_view content);

}  // namespace mllm_npu
