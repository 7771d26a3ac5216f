#include <utf8proc.h>

#include <algorithm>

#include "engine/base/check.h"
#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

// No character below U+0300 is changed by normal form C, and UTF-8 begins those above with 0xCC.
bool is_surely_normal(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char byte) { return static_cast<unsigned char>(byte) < 0xCC; });
}

int combining_class(utf8proc_int32_t character) {
  return utf8proc_get_property(character)->combining_class;
}

// The characters of `text`, each taken apart. REQUIRES: UTF-8.
std::vector<utf8proc_int32_t> decomposed(std::string_view text) {
  std::vector<utf8proc_int32_t> characters;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t character = 0;
    const utf8proc_ssize_t size = utf8proc_iterate(bytes, left, &character);
    MLLM_NPU_CHECK(size > 0, "not UTF-8");
    utf8proc_int32_t parts[8] = {};  // Unicode: at most 4
    const utf8proc_ssize_t count =
        utf8proc_decompose_char(character, parts, 8, UTF8PROC_DECOMPOSE, nullptr);
    MLLM_NPU_CHECK(count >= 0 && count <= 8, std::to_string(character));
    characters.insert(characters.end(), parts, parts + count);
    bytes += size;
    left -= size;
  }
  return characters;
}

// Marks between two base characters, in the order of their classes. utf8proc sorts by exchanging
// neighbours, which takes hours for a text that is one long row of marks.
void order_marks(std::vector<utf8proc_int32_t>& characters) {
  const auto is_mark = [](utf8proc_int32_t c) { return combining_class(c) != 0; };
  for (auto at = characters.begin(); at != characters.end();) {
    const auto begin = std::find_if(at, characters.end(), is_mark);
    const auto end = std::find_if_not(begin, characters.end(), is_mark);
    std::stable_sort(begin, end, [](utf8proc_int32_t a, utf8proc_int32_t b) {
      return combining_class(a) < combining_class(b);
    });
    at = end;
  }
}

std::string composed(std::vector<utf8proc_int32_t> characters) {
  const utf8proc_ssize_t count =
      utf8proc_normalize_utf32(characters.data(), static_cast<utf8proc_ssize_t>(characters.size()),
                               static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  MLLM_NPU_CHECK(count >= 0, std::to_string(count));
  std::string text;
  for (utf8proc_ssize_t i = 0; i < count; ++i) {
    utf8proc_uint8_t bytes[4] = {};
    const utf8proc_ssize_t size =
        utf8proc_encode_char(characters[static_cast<std::size_t>(i)], bytes);
    text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  return text;
}

}  // namespace

std::string normal_form_c(std::string_view text) {
  if (is_surely_normal(text)) return std::string(text);
  std::string normal;
  for (const Utf8Stretch& stretch : utf8_stretches(text)) {
    if (!stretch.valid || is_surely_normal(stretch.text)) {
      normal += stretch.text;
      continue;
    }
    std::vector<utf8proc_int32_t> characters = decomposed(stretch.text);
    order_marks(characters);
    normal += composed(std::move(characters));
  }
  return normal;
}

}  // namespace mllm_npu
