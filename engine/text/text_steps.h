#pragma once

// Steps on text that data sets' authors wrote in Python, with Python's meaning.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mllm_npu {

// `text` without the whitespace at its beginning, its end, or both: Unicode's, as str.isspace() has
// it.
std::string_view without_space_before(std::string_view text);
std::string_view without_space_behind(std::string_view text);
std::string_view without_space_around(std::string_view text);

// The first character in title case, the others in lower case, one character for one (Python's
// str.capitalize() also knows the few that become two).
std::string capitalized(std::string_view text);

// In lower case, one character for one: str.lower() but for the few that become two, and for a
// sigma at the end of a word.
std::string lower_case(std::string_view text);

// The parts between whitespace, none of them empty: str.split().
std::vector<std::string_view> words_of(std::string_view text);

// A blank in place of each of `words` that stands alone, between characters that are no letters or
// numbers: re.sub(r"\b(a|an|the)\b", " ", text). REQUIRES: letters and numbers alone in `words`.
std::string without_words(std::string_view text, const std::vector<std::string_view>& words);

// Code points; a byte that is not part of any UTF-8 counts as one.
std::size_t character_count(std::string_view text);

}  // namespace mllm_npu
