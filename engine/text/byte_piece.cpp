#include "engine/text/byte_piece.h"

#include <charconv>

namespace mllm_npu {

std::optional<std::uint8_t> byte_of_piece(std::string_view piece) {
  if (piece.size() != 6 || !piece.starts_with("<0x") || piece.back() != '>') return std::nullopt;
  unsigned byte = 0;
  const char* const end = piece.data() + 5;
  if (std::from_chars(piece.data() + 3, end, byte, 16).ptr != end) return std::nullopt;
  return static_cast<std::uint8_t>(byte);
}

std::string replaced(std::string_view text, std::string_view pattern, std::string_view content) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  for (std::size_t found = text.find(pattern); found != std::string_view::npos;
       found = text.find(pattern, at)) {
    out.append(text, at, found - at).append(content);
    at = found + pattern.size();
  }
  return out.append(text, at);
}

}  // namespace mllm_npu
