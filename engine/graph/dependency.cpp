#include "engine/graph/dependency.h"

namespace mllm_npu {

void connect_nodes(SubgraphDag& dag, const std::vector<Edge>& edges) {
  const std::size_t count = dag.nodes.size();
  dag.first_successor.assign(count + 1, 0);
  dag.predecessor_count.assign(count, 0);
  dag.successors.assign(edges.size(), 0);
  for (const Edge& edge : edges) {
    ++dag.first_successor[static_cast<std::size_t>(edge.from) + 1];
    ++dag.predecessor_count[static_cast<std::size_t>(edge.to)];
  }
  for (std::size_t i = 0; i < count; ++i) dag.first_successor[i + 1] += dag.first_successor[i];
  std::vector<std::int32_t> next(dag.first_successor.begin(), dag.first_successor.end() - 1);
  for (const Edge& edge : edges) {
    const std::int32_t place = next[static_cast<std::size_t>(edge.from)]++;
    dag.successors[static_cast<std::size_t>(place)] = edge.to;
  }
}

}  // namespace mllm_npu
