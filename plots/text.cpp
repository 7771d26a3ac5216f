#include "plots/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

#include "plots/style.h"

namespace mllm_npu {
namespace {

bool is_control(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code < 0x20 || code == 0x7f;
}

std::string escaped(char c) {
  if (c == '\n') return "\\n";
  if (c == '`') return "'";
  if (c == '"' || c == '\\') return std::string{'\\', c};
  return std::string(1, is_control(c) ? ' ' : c);
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '+' || c == '-';
}

std::string fixed(double value, int digits) {
  std::array<char, 400> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::fixed, digits);
  return {buffer.data(), end.ptr};
}

int label_digits(double magnitude) {
  if (magnitude >= 99.95 || magnitude == 0) return 0;
  if (magnitude >= 0.95) return 1;
  return magnitude >= 0.095 ? 2 : 3;
}

// Advance width in units of the font size, as DejaVu Sans has it to within a tenth.
double letter_width(char c) {
  const auto code = static_cast<unsigned char>(c);
  if ((code & 0xC0U) == 0x80U) return 0;  // a further byte of the letter before
  const auto one_of = [c](std::string_view set) { return set.find(c) != std::string_view::npos; };
  if (one_of("ijl.,:;|'! ")) return 0.32;
  if (one_of("frt-()/")) return 0.39;
  if (one_of("mwMW%")) return 0.95;
  if (code >= 0x80) return 0.84;  // a letter of several bytes, such as the sign of multiplication
  return c >= 'A' && c <= 'Z' ? 0.70 : 0.64;
}

double line_width(std::string_view line) {
  double width = 0;
  for (char c : line) width += letter_width(c);
  return width * kFontPoints;
}

// Pieces after which a line may end: "out-", "of-", "order".
std::vector<std::string> pieces_of(const std::string& text) {
  std::vector<std::string> pieces(1);
  for (char c : text) {
    pieces.back() += c;
    if (c == ' ' || c == '-') pieces.emplace_back();
  }
  if (pieces.back().empty() && pieces.size() > 1) pieces.pop_back();
  return pieces;
}

std::string without_last_blank(std::string line) {
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) result += escaped(c);
  return result + "\"";
}

std::string file_stem(const std::string& text) {
  std::string result = text;
  std::replace_if(
      result.begin(), result.end(), [](char c) { return !is_plain(c); }, '_');
  return result;
}

std::string value_label(double value) { return fixed(value, label_digits(std::abs(value))); }

double text_width(const std::string& text) {
  double width = 0;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    width = std::max(width, line_width(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return width;
}

std::string wrapped(const std::string& text, double width) {
  std::string result;
  std::string line;
  for (const std::string& piece : pieces_of(text)) {
    if (!line.empty() && line_width(without_last_blank(line + piece)) > width) {
      result += without_last_blank(line) + "\n";
      line.clear();
    }
    line += piece;
  }
  return result + line;
}

}  // namespace mllm_npu
