#pragma once

// Text on a picture: how numbers are written, how much room letters need, and what may reach
// gnuplot at all.

#include <string>

namespace mllm_npu {

// `text` as a gnuplot string, quotes included. Text comes from files, and gnuplot would run what
// stands between backquotes: they become apostrophes, control characters (but newline) blanks.
std::string quoted(const std::string& text);

// `text` with everything but letters, digits, '.', '+' and '-' replaced by '_': fit for a file
// name.
std::string file_stem(const std::string& text);

// As written on top of a bar: about three digits, "0.04", "4.2", "252".
std::string value_label(double value);

// Estimated width of `text` (its longest line) in points, at kFontPoints of style.h.
double text_width(const std::string& text);

// `text` broken into lines of at most `width` points where it has blanks or hyphens; a piece that
// has none stays whole, however long.
std::string wrapped(const std::string& text, double width);

}  // namespace mllm_npu
