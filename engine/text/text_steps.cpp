#include "engine/text/text_steps.h"

#include <utf8proc.h>

#include <algorithm>

#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

struct Character {
  utf8proc_int32_t code;  // -1: no UTF-8
  std::size_t size;       // bytes
};

Character character_at(std::string_view text, std::size_t at) {
  const std::size_t size = utf8_size(text, at);
  if (size == 0) return {-1, 1};
  utf8proc_int32_t code = 0;
  utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                   static_cast<utf8proc_ssize_t>(size), &code);
  return {code, size};
}

bool is_space(utf8proc_int32_t code) {
  if (code < 0x80) return (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x20);
  return code == 0x85 || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
         code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

// \w.
bool is_letter_or_number(utf8proc_int32_t code) {
  if (code < 0) return false;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return code == '_';
  }
}

// The end of the characters from text[at] on for which `is` answers as for the first one.
template <class Is>
std::size_t end_of_run(std::string_view text, std::size_t at, const Is& is) {
  const bool first = is(character_at(text, at).code);
  while (at < text.size()) {
    const Character character = character_at(text, at);
    if (is(character.code) != first) break;
    at += character.size;
  }
  return at;
}

void append(std::string& text, utf8proc_int32_t code) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size = utf8proc_encode_char(code, bytes);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

}  // namespace

std::string_view without_space_before(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Character character = character_at(text, at);
    if (!is_space(character.code)) break;
    at += character.size;
  }
  return text.substr(at);
}

std::string_view without_space_behind(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    at += character.size;
    if (!is_space(character.code)) end = at;
  }
  return text.substr(0, end);
}

std::string_view without_space_around(std::string_view text) {
  return without_space_behind(without_space_before(text));
}

std::string capitalized(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.code < 0) {
      result += text[at];
    } else {
      append(result, at == 0 ? utf8proc_totitle(character.code) : utf8proc_tolower(character.code));
    }
    at += character.size;
  }
  return result;
}

std::string lower_case(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.code < 0) {
      result += text[at];
    } else {
      append(result, utf8proc_tolower(character.code));
    }
    at += character.size;
  }
  return result;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_run(text, at, is_space);
    if (!is_space(character_at(text, at).code)) words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::string without_words(std::string_view text, const std::vector<std::string_view>& words) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_run(text, at, is_letter_or_number);
    const std::string_view run = text.substr(at, end - at);
    if (std::ranges::find(words, run) == words.end()) {
      result.append(run);
    } else {
      result += ' ';
    }
    at = end;
  }
  return result;
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += character_at(text, at).size) ++count;
  return count;
}

}  // namespace mllm_npu
