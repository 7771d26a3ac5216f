#pragma once

// Steps on text that data sets' authors wrote in Python, with Python's meaning.

#include <cstddef>
#include <string>
#include <string_view>

namespace mllm_npu {

// `text` without the whitespace at its end, or at both ends: Unicode's, as str.isspace() has it.
std::string_view without_space_behind(std::string_view text);
std::string_view without_space_around(std::string_view text);

// The first character in title case, the others in lower case, one character for one (Python's
// str.capitalize() also knows the few that become two).
std::string capitalized(std::string_view text);

// Code points; a byte that is not part of any UTF-8 counts as one.
std::size_t character_count(std::string_view text);

}  // namespace mllm_npu
