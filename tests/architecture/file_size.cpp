#include "tests/architecture/file_size.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace mllm_npu::architecture {

std::size_t line_count(const SourceFile& file) { return lines_of(file.text).size(); }

std::size_t line_count(const SourceTree& tree) {
  return std::transform_reduce(tree.begin(), tree.end(), std::size_t{0}, std::plus<>(),
                               [](const SourceFile& file) { return line_count(file); });
}

std::size_t median_line_count(const SourceTree& tree) {
  if (tree.empty()) return 0;
  std::vector<std::size_t> counts;
  for (const SourceFile& file : tree) counts.push_back(line_count(file));
  std::ranges::sort(counts);
  return counts[(counts.size() - 1) / 2];
}

Violations files_longer_than(std::size_t limit, const SourceTree& tree) {
  Violations violations;
  for (const SourceFile& file : tree) {
    if (const std::size_t count = line_count(file); count > limit) {
      violations.push_back(file.path + " has " + std::to_string(count) + " lines");
    }
  }
  return violations;
}

}  // namespace mllm_npu::architecture
