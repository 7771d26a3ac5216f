#include "tests/architecture/circles.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "tests/architecture/layering.h"

namespace mllm_npu::architecture {
namespace {

using Graph = std::map<std::string, std::set<std::string>>;

// Who includes whom, with files put together under the name that `name_of` gives.
Graph include_graph(const SourceTree& tree,
                    const std::function<std::string(std::string_view)>& name_of) {
  Graph graph;
  for (const SourceFile& file : tree) {
    const std::string from = name_of(file.path);
    for (const std::string& include : includes_of(file)) {
      if (const std::string to = name_of(include); to != from) graph[from].insert(to);
    }
  }
  return graph;
}

// Depth-first search that names a circle when it meets a node of its own path again.
class CircleSearch {
 public:
  explicit CircleSearch(const Graph& graph) : graph_(graph) {}

  Violations run() {
    for (const auto& [name, includes] : graph_) visit(name);
    return circles_;
  }

 private:
  void visit(const std::string& name) {
    if (const auto again = std::ranges::find(path_, name); again != path_.end()) {
      std::string circle;
      for (auto step = again; step != path_.end(); ++step) circle += *step + " -> ";
      circles_.push_back(circle + name);
      return;
    }
    if (!seen_.insert(name).second) return;
    path_.push_back(name);
    if (const auto node = graph_.find(name); node != graph_.end()) {
      for (const std::string& next : node->second) visit(next);
    }
    path_.pop_back();
  }

  const Graph& graph_;
  std::set<std::string> seen_;
  std::vector<std::string> path_;
  Violations circles_;
};

std::string part_name(std::string_view path) {
  const Part* part = part_of(path);
  return part == nullptr ? folder_of(path) : std::string(part->path);
}

}  // namespace

Violations circles_between_files(const SourceTree& tree) {
  const Graph graph = include_graph(tree, component_of);
  return CircleSearch(graph).run();
}

Violations circles_between_folders(const SourceTree& tree) {
  const Graph graph = include_graph(tree, part_name);
  return CircleSearch(graph).run();
}

}  // namespace mllm_npu::architecture
