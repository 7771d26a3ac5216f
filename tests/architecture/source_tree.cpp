#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace mllm_npu::architecture {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

bool is_source(const fs::path& path) {
  return path.extension() == ".h" || path.extension() == ".cpp";
}

// What the character at hand belongs to.
enum class Inside { kCode, kLineComment, kBlockComment, kString, kCharacter };

Inside entered(std::string_view rest, bool after_digit) {
  if (rest.starts_with("//")) return Inside::kLineComment;
  if (rest.starts_with("/*")) return Inside::kBlockComment;
  if (rest.starts_with('"')) return Inside::kString;
  if (rest.starts_with('\'') && !after_digit) return Inside::kCharacter;  // 1'000 is a number
  return Inside::kCode;
}

bool left(Inside inside, std::string_view rest) {
  switch (inside) {
    case Inside::kCode:
      return false;
    case Inside::kLineComment:
      return rest.starts_with('\n');
    case Inside::kBlockComment:
      return rest.starts_with("*/");
    case Inside::kString:
      return rest.starts_with('"');
    case Inside::kCharacter:
      return rest.starts_with('\'');
  }
  return false;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void blank(std::string& text, std::size_t from, std::size_t count) {
  for (std::size_t i = from; i < std::min(from + count, text.size()); ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

// The length of a raw string literal at the beginning of `rest`, 0 if there is none.
std::size_t raw_string_length(std::string_view rest) {
  if (!rest.starts_with("R\"")) return 0;
  const std::size_t open = rest.find('(');
  if (open == std::string_view::npos) return 0;
  const std::string close = ")" + std::string(rest.substr(2, open - 2)) + "\"";
  const std::size_t end = rest.find(close, open);
  return end == std::string_view::npos ? rest.size() : end + close.size();
}

}  // namespace

SourceTree read_source_tree(const std::string& root, const std::vector<std::string>& folders) {
  SourceTree tree;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(root) / folder)) {
      if (!entry.is_regular_file() || !is_source(entry.path())) continue;
      tree.push_back({fs::relative(entry.path(), root).generic_string(), text_of(entry.path())});
    }
  }
  std::ranges::sort(tree, {}, &SourceFile::path);
  return tree;
}

const SourceTree& code_of_this_repository() {
  static const SourceTree tree = read_source_tree(
      MLLM_NPU_SOURCE_DIR, {"baselines", "datasets", "engine", "experiments", "plots"});
  return tree;
}

const SourceTree& tests_of_this_repository() {
  static const SourceTree tree = read_source_tree(MLLM_NPU_SOURCE_DIR, {"tests"});
  return tree;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> includes_of(const SourceFile& file) {
  constexpr std::string_view kInclude = "#include \"";
  std::vector<std::string> includes;
  for (std::string_view line : lines_of(file.text)) {
    if (!line.starts_with(kInclude)) continue;
    line.remove_prefix(kInclude.size());
    includes.emplace_back(line.substr(0, line.find('"')));
  }
  return includes;
}

std::string without_comments_and_strings(std::string_view text) {
  std::string blanked(text);
  Inside inside = Inside::kCode;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (inside == Inside::kCode) {
      if (const std::size_t length = raw_string_length(rest); length > 0) {
        blank(blanked, i, length);
        i += length - 1;
        continue;
      }
      inside = entered(rest, i > 0 && is_digit(text[i - 1]));
      const bool comment = inside == Inside::kLineComment || inside == Inside::kBlockComment;
      if (comment) blank(blanked, i, 2);
      if (comment) ++i;
    } else if (left(inside, rest)) {
      if (inside == Inside::kBlockComment) blank(blanked, i++, 2);
      inside = Inside::kCode;
    } else {
      const bool escape =
          rest.starts_with('\\') && (inside == Inside::kString || inside == Inside::kCharacter);
      blank(blanked, i, escape ? 2 : 1);
      if (escape) ++i;
    }
  }
  return blanked;
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
}

bool is_header(std::string_view path) { return path.ends_with(".h"); }

std::string component_of(std::string_view path) {
  return std::string(path.substr(0, path.rfind('.')));
}

}  // namespace mllm_npu::architecture
