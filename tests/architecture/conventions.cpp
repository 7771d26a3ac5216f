#include "tests/architecture/conventions.h"

#include <algorithm>
#include <cctype>
#include <regex>

namespace mllm_npu::architecture {
namespace {

bool may_have_main(std::string_view path) {
  return path == "experiments/main.cpp" || path.starts_with("tests/benchmark/") ||
         path.starts_with("tests/package/");
}

Violations matches_in_code(const SourceTree& tree, const std::regex& pattern) {
  Violations violations;
  for (const SourceFile& file : tree) {
    const std::string code = without_comments_and_strings(file.text);
    std::smatch match;
    if (std::regex_search(code, match, pattern)) {
      violations.push_back(file.path + " has " + match.str());
    }
  }
  return violations;
}

bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }
bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

// The words of a line in lower case: "kChunkLength" and "chunk_length" both have chunk and length.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool camel = i > 0 && is_upper(line[i]) && is_lower(line[i - 1]);
    if ((camel || (!is_lower(line[i]) && !is_upper(line[i]))) && !words.back().empty()) {
      words.emplace_back();
    }
    if (is_lower(line[i])) words.back() += line[i];
    if (is_upper(line[i])) words.back() += static_cast<char>(line[i] - 'A' + 'a');
  }
  return words;
}

// Without what looks like a domain word and is none.
std::string without_innocent_names(std::string_view line) {
  static const std::regex innocent(R"(mllm[_-]npu|MLLM_NPU|operator *(?=[^\w\s]|bool|new|delete))"
                                   R"(|\b(engine|baselines|datasets)/[\w./]+)");
  return std::regex_replace(std::string(line), innocent, "");
}

}  // namespace

Violations stray_mains(const SourceTree& tree) {
  SourceTree others;
  std::ranges::copy_if(tree, std::back_inserter(others),
                       [](const SourceFile& file) { return !may_have_main(file.path); });
  return matches_in_code(others, std::regex(R"(\bint\s+main\s*\()"));
}

Violations using_namespace_std(const SourceTree& tree) {
  return matches_in_code(tree, std::regex(R"(using\s+namespace\s+std\s*;)"));
}

Violations headers_without_pragma_once(const SourceTree& tree) {
  Violations violations;
  for (const SourceFile& file : tree) {
    if (!is_header(file.path)) continue;
    const std::string code = without_comments_and_strings(file.text);
    const std::size_t first = code.find_first_not_of(" \n");
    if (first == std::string::npos || !code.substr(first).starts_with("#pragma once\n")) {
      violations.push_back(file.path + " does not begin with #pragma once");
    }
  }
  return violations;
}

Violations stray_gnuplot_includes(const SourceTree& tree) {
  Violations violations;
  for (const SourceFile& file : tree) {
    if (file.path == "plots/gnuplot_page.cpp") continue;
    if (std::regex_search(file.text, std::regex(R"(#\s*include\s*[<"]gnuplot-iostream)"))) {
      violations.push_back(file.path + " includes gnuplot-iostream.h");
    }
  }
  return violations;
}

Violations domain_words_in_base(const SourceTree& tree, std::span<const std::string_view> words) {
  Violations violations;
  for (const SourceFile& file : tree) {
    if (!file.path.starts_with("engine/base/")) continue;
    for (const std::string_view line : lines_of(file.text)) {
      for (const std::string& word : words_of(without_innocent_names(line))) {
        if (std::ranges::find(words, word) == words.end()) continue;
        violations.push_back(file.path + " says \"" + word + "\": " + std::string(line));
      }
    }
  }
  return violations;
}

}  // namespace mllm_npu::architecture
