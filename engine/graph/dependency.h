#pragma once

// The DAG of a prefill: one node per subgraph, chunk and layer, tied by Eqs. 2 and 3.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/graph/subgraph.h"

namespace mllm_npu {

using SubgraphId = std::int32_t;  // place in SubgraphDag::nodes

inline constexpr std::int32_t kNoLayer = -1;  // embedding and LM head

struct SubgraphNode {
  std::int32_t subgraph = 0;  // place in SubgraphDag::subgraphs
  std::int32_t layer = kNoLayer;
  std::int32_t chunk = 0;
};

// Nodes stand in chunk order, then in data order, so a node's inputs within its chunk have smaller
// ids. Edges are stored once, by the node that they leave.
struct SubgraphDag {
  std::vector<Subgraph> subgraphs;  // shared by the nodes that run them
  std::vector<SubgraphNode> nodes;
  std::vector<std::int32_t> first_successor;  // [nodes + 1], into `successors`
  std::vector<SubgraphId> successors;
  std::vector<std::int32_t> predecessor_count;  // [nodes]
  std::int32_t chunk_count = 0;

  const Subgraph& subgraph_of(SubgraphId id) const {
    return subgraphs[static_cast<std::size_t>(node(id).subgraph)];
  }
  const SubgraphNode& node(SubgraphId id) const { return nodes[static_cast<std::size_t>(id)]; }
  Processor affinity_of(SubgraphId id) const { return subgraph_of(id).affinity; }
  std::span<const SubgraphId> successors_of(SubgraphId id) const {
    const auto place = static_cast<std::size_t>(id);
    return {successors.data() + first_successor[place],
            static_cast<std::size_t>(first_successor[place + 1] - first_successor[place])};
  }
};

struct Edge {
  SubgraphId from;
  SubgraphId to;
};

// Fills the edge arrays of `dag` from `edges`. REQUIRES: every edge runs between two nodes, no edge
// stands twice.
void connect_nodes(SubgraphDag& dag, const std::vector<Edge>& edges);

}  // namespace mllm_npu
