#include "tests/plots/page_script.h"

#include <sstream>

namespace mllm_npu::plot_fixtures {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::istringstream stream(line);
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

std::vector<std::vector<std::string>> table_rows(const GnuplotPage& page) {
  std::vector<std::vector<std::string>> rows;
  bool inside = false;
  for (const std::string& line : lines_of(page.script())) {
    if (line == "END_OF_DATA") inside = false;
    if (inside) rows.push_back(words_of(line));
    if (line.ends_with(" << END_OF_DATA")) inside = true;
  }
  return rows;
}

std::set<std::string> cells_of(const GnuplotPage& page) {
  std::set<std::string> cells;
  for (const std::vector<std::string>& row : table_rows(page)) cells.insert(row.begin(), row.end());
  return cells;
}

std::vector<std::string> texts_of(const GnuplotPage& page) {
  std::vector<std::string> texts;
  bool inside = false;
  const std::string script = page.script();
  for (std::size_t i = 0; i < script.size(); ++i) {
    if (script[i] == '"') {
      inside = !inside;
      if (inside) texts.emplace_back();
    } else if (inside) {
      if (script[i] == '\\') ++i;
      texts.back() += script.at(i);
    }
  }
  return texts;
}

std::vector<std::string> lines_with(const GnuplotPage& page, const std::string& start) {
  std::vector<std::string> found;
  for (const std::string& line : lines_of(page.script())) {
    if (line.starts_with(start)) found.push_back(line);
  }
  return found;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; ++count) {
    at = text.find(part, at + part.size());
  }
  return count;
}

}  // namespace mllm_npu::plot_fixtures
