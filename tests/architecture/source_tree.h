#pragma once

#include <string>
#include <string_view>
#include <vector>

// The source tree as the architecture tests see it: text, not code. Every check takes a list of
// files, so that a test can plant a violation.
namespace mllm_npu::architecture {

struct SourceFile {
  std::string path;  // from the repository root: "engine/base/units.h"
  std::string text;
};

using SourceTree = std::vector<SourceFile>;

// One sentence per violation; empty when all is well.
using Violations = std::vector<std::string>;

// All .h and .cpp files below `folders`, in the order of their paths.
SourceTree read_source_tree(const std::string& root, const std::vector<std::string>& folders);

// The five folders of code; tests/ apart.
const SourceTree& code_of_this_repository();
const SourceTree& tests_of_this_repository();

std::vector<std::string_view> lines_of(std::string_view text);

// What the file includes with quotes, in order.
std::vector<std::string> includes_of(const SourceFile& file);

// The text with comments and the contents of string literals blanked; lines stay lines.
std::string without_comments_and_strings(std::string_view text);

// The folder of a path, without a slash at its end; "" at the root.
std::string folder_of(std::string_view path);

bool is_header(std::string_view path);

// "engine/soc/flash.h" and "engine/soc/flash.cpp" are one component: "engine/soc/flash".
std::string component_of(std::string_view path);

}  // namespace mllm_npu::architecture
