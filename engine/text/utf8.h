#pragma once

// Steps through bytes that may or may not be UTF-8.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mllm_npu {

// Bytes of the character that begins at text[at]; 0 where none begins. REQUIRES: at < text.size().
std::size_t utf8_size(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

// A part of a text: UTF-8, not empty, or a single byte that is not part of any UTF-8.
struct Utf8Stretch {
  std::string_view text;
  bool valid;
};

// The parts in order; those that are UTF-8 are as long as they can be.
std::vector<Utf8Stretch> utf8_stretches(std::string_view text);

// `text` in Unicode's normal form C; bytes that are not UTF-8 stay as they are.
std::string normal_form_c(std::string_view text);

}  // namespace mllm_npu
