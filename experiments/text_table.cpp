#include "experiments/text_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

std::string fixed(double value, int decimals) {
  char text[400];  // holds the longest: 309 digits before the point, or 338 behind it
  return {text,
          std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals).ptr};
}

// Characters that a terminal shows: UTF-8 continuation bytes take no room.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char each) { return (each & 0xC0) != 0x80; }));
}

std::string escaped(const std::string& cell) {
  std::string text;
  for (const char each : cell) {
    if (each == '|') text += '\\';
    text += each;
  }
  return text;
}

}  // namespace

std::string rounded(double value, int digits) {
  if (value == 0) return "0";
  const int before_point = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  if (before_point > digits) {
    const double unit = std::pow(10.0, before_point - digits);
    return fixed(std::round(value / unit) * unit, 0);
  }
  std::string text = fixed(value, digits - before_point);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string share(double ratio) { return fixed(100 * ratio, 1) + " %"; }

std::string percent(double ratio) { return (ratio >= 0 ? "+" : "") + share(ratio); }

TextTable::TextTable(std::vector<std::string> header) { rows_.push_back(std::move(header)); }

void TextTable::add(std::vector<std::string> cells) {
  MLLM_NPU_CHECK(cells.size() == rows_.front().size(), std::to_string(cells.size()) + " cells");
  rows_.push_back(std::move(cells));
}

std::string TextTable::text() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - width_of(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string TextTable::markdown() const {
  std::string text;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    text += '|';
    for (const std::string& cell : rows_[r]) text += ' ' + escaped(cell) + " |";
    text += '\n';
    if (r != 0) continue;
    for (std::size_t i = 0; i < rows_[0].size(); ++i) text += "|---";
    text += "|\n";
  }
  return text;
}

}  // namespace mllm_npu
