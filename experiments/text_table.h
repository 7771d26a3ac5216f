#pragma once

// Tables for people: on a terminal and in Markdown.

#include <string>
#include <vector>

namespace mllm_npu {

// `value` to `digits` significant digits, without an exponent: "0.1235", "1022", "12350". Never
// with a locale. REQUIRES: finite, 1 <= digits <= 15.
std::string rounded(double value, int digits);
// 0.1234 as "12.3 %"; percent() always with a sign: "+12.3 %".
std::string share(double ratio);
std::string percent(double ratio);

class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header);

  // REQUIRES: as many cells as the header has.
  void add(std::vector<std::string> cells);

  // Columns padded to the widest cell, two blanks apart, a line a row.
  std::string text() const;
  // A Markdown table; "|" in cells is escaped.
  std::string markdown() const;

 private:
  std::vector<std::vector<std::string>> rows_;  // the header first
};

}  // namespace mllm_npu
