#include "tests/architecture/layering.h"

#include <algorithm>
#include <set>

namespace mllm_npu::architecture {
namespace {

std::set<std::string> paths_of(const SourceTree& tree) {
  std::set<std::string> paths;
  for (const SourceFile& file : tree) paths.insert(file.path);
  return paths;
}

// Whether `path` is in the folder `part`, or is a file whose name begins as `part` does.
bool begins_with(std::string_view path, std::string_view part) {
  if (!path.starts_with(part)) return false;
  const std::string_view rest = path.substr(part.size());
  return rest.starts_with('/') || rest.find('/') == std::string_view::npos;
}

std::string place(const Part& part) {
  return std::string(part.path) + " (floor " + std::to_string(part.floor) + ")";
}

}  // namespace

const Part* part_of(std::string_view path, std::span<const Part> house) {
  const Part* found = nullptr;
  for (const Part& part : house) {
    if (!begins_with(path, part.path)) continue;
    if (found == nullptr || part.path.size() > found->path.size()) found = &part;
  }
  return found;
}

Violations layering_violations(const SourceTree& tree, std::span<const Part> house) {
  Violations violations;
  const std::set<std::string> paths = paths_of(tree);
  for (const SourceFile& file : tree) {
    const Part* from = part_of(file.path, house);
    if (from == nullptr) {
      violations.push_back(file.path + " stands on no floor");
      continue;
    }
    for (const std::string& include : includes_of(file)) {
      const Part* to = part_of(include, house);
      if (!paths.contains(include) || to == nullptr) {
        violations.push_back(file.path + " includes " + include +
                             ", which is no file of the house (write paths from the root)");
      } else if (to != from && to->floor >= from->floor) {
        violations.push_back(file.path + " in " + place(*from) + " includes " + include + " in " +
                             place(*to));
      }
    }
  }
  return violations;
}

Violations plot_include_violations(const SourceTree& tree) {
  Violations violations;
  for (const SourceFile& file : tree) {
    if (!file.path.starts_with("plots/")) continue;
    for (const std::string& include : includes_of(file)) {
      const bool allowed = include.starts_with("plots/") || include.starts_with("engine/base/") ||
                           include == "engine/metrics/result_record.h";
      if (!allowed) violations.push_back(file.path + " includes " + include);
    }
  }
  return violations;
}

}  // namespace mllm_npu::architecture
