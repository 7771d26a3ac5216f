#include "engine/text/seams.h"

#include <algorithm>

#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

std::size_t size_at(std::string_view text, std::size_t at) {
  return std::max<std::size_t>(utf8_size(text, at), 1);
}

// The bytes of the character, as a number.
std::uint64_t character_at(std::string_view text, std::size_t at, std::size_t size) {
  std::uint64_t character = 0;
  for (std::size_t i = 0; i < size; ++i) {
    character = character << 8 | static_cast<unsigned char>(text[at + i]);
  }
  return character;
}

// 18 bits; the factor is 2^64 divided by the golden ratio.
std::size_t pair_hash(std::uint64_t left, std::uint64_t right) {
  return static_cast<std::size_t>((left << 32 ^ right) * 0x9E3779B97F4A7C15u >> 46);
}

}  // namespace

void Seams::add(std::string_view token) {
  std::uint64_t left = 0;
  for (std::size_t at = 0; at < token.size();) {
    const std::size_t size = size_at(token, at);
    const std::uint64_t right = character_at(token, at, size);
    if (at > 0) joined_[pair_hash(left, right)] = true;
    left = right;
    at += size;
  }
}

std::string_view Seams::first_part(std::string_view text, std::size_t least) const {
  std::uint64_t left = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = size_at(text, at);
    const std::uint64_t right = character_at(text, at, size);
    if (at > 0 && at >= least && !joined_[pair_hash(left, right)]) return text.substr(0, at);
    left = right;
    at += size;
  }
  return text;
}

}  // namespace mllm_npu
