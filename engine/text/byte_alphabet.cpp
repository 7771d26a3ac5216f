#include "engine/text/byte_alphabet.h"

#include <array>

namespace mllm_npu {
namespace {

bool stands_for_itself(int byte) {
  return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xFF && byte != 0xAD);
}

// The code point of each byte's letter, all below U+0144.
constexpr int kLetters = 0x144;

std::array<int, 256> make_letters() {
  std::array<int, 256> letters{};
  int next = 0x100;
  for (int byte = 0; byte < 256; ++byte) {
    letters[static_cast<std::size_t>(byte)] = stands_for_itself(byte) ? byte : next++;
  }
  return letters;
}

std::array<int, kLetters> make_bytes() {
  std::array<int, kLetters> bytes{};
  bytes.fill(-1);
  const std::array<int, 256> letters = make_letters();
  for (int byte = 0; byte < 256; ++byte) {
    bytes[static_cast<std::size_t>(letters[static_cast<std::size_t>(byte)])] = byte;
  }
  return bytes;
}

}  // namespace

std::string byte_letter(std::uint8_t byte) {
  static const std::array<int, 256> letters = make_letters();
  const int letter = letters[byte];
  if (letter < 0x80) return std::string(1, static_cast<char>(letter));
  return {static_cast<char>(0xC0 | letter >> 6), static_cast<char>(0x80 | (letter & 0x3F))};
}

std::optional<std::string> bytes_of_letters(std::string_view text) {
  static const std::array<int, kLetters> bytes = make_bytes();
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int letter = static_cast<unsigned char>(text[i]);
    if (letter >= 0x80) {
      if (letter < 0xC2 || letter > 0xC5 || i + 1 == text.size()) return std::nullopt;
      const int low = static_cast<unsigned char>(text[++i]);
      if ((low & 0xC0) != 0x80) return std::nullopt;
      letter = (letter & 0x1F) << 6 | (low & 0x3F);
    }
    if (letter >= kLetters || bytes[static_cast<std::size_t>(letter)] < 0) return std::nullopt;
    out += static_cast<char>(bytes[static_cast<std::size_t>(letter)]);
  }
  return out;
}

}  // namespace mllm_npu
