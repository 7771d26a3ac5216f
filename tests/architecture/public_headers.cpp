#include "tests/architecture/public_headers.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace mllm_npu::architecture {
namespace {

std::set<std::string> listed_headers() {
  std::istringstream list(MLLM_NPU_PUBLIC_HEADERS);  // from CMake: "a.h,b.h"
  std::set<std::string> headers;
  for (std::string header; std::getline(list, header, ',');) headers.insert(header);
  return headers;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

const SourceTree& public_headers_of_this_repository() {
  static const SourceTree headers = [] {
    SourceTree found;
    for (const std::string& path : listed_headers()) {
      const auto file = std::ranges::find(code_of_this_repository(), path, &SourceFile::path);
      found.push_back(file == code_of_this_repository().end() ? SourceFile{path, ""} : *file);
    }
    return found;
  }();
  return headers;
}

double comment_share(const SourceTree& tree) {
  double comments = 0;
  double lines = 0;
  for (const SourceFile& file : tree) {
    for (const std::string_view line : lines_of(file.text)) {
      if (is_blank(line)) continue;
      if (line.find("//") != std::string_view::npos) ++comments;
      ++lines;
    }
  }
  return lines == 0 ? 0 : comments / lines;
}

Violations includes_of_private_headers(const SourceTree& public_headers) {
  Violations violations;
  for (const SourceFile& header : public_headers) {
    for (const std::string& include : includes_of(header)) {
      if (std::ranges::find(public_headers, include, &SourceFile::path) == public_headers.end()) {
        violations.push_back(header.path + " is installed and includes " + include +
                             ", which is not");
      }
    }
  }
  return violations;
}

}  // namespace mllm_npu::architecture
