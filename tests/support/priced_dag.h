#pragma once

// DAGs with prices, drawn by hand or at random, and timelines as pictures.

#include <string>
#include <vector>

#include "engine/graph/dependency.h"
#include "engine/schedule/dispatcher.h"
#include "tests/support/random.h"

namespace mllm_npu::support {

struct PricedDag {
  SubgraphDag dag;
  std::vector<Price> prices;  // [dag.subgraphs]

  SimTime duration(SubgraphId id) const;
  SimTime handover(SubgraphId id) const;
};

// A node to be: times in nanoseconds.
struct Node {
  Processor processor{};
  std::int64_t duration = 0;
  std::vector<SubgraphId> after{};
  std::int32_t chunk = 0;
  std::int32_t layer = 0;
  std::int64_t handover = 0;
  std::int64_t traffic = 0;
  SubgraphKind kind = SubgraphKind::kFfn;
};

// Nodes are called a, b, c, ... in this order, and are 0, 1, 2, ... as SubgraphId. Each has a
// subgraph of its own.
PricedDag draw(const std::vector<Node>& nodes);

// 1..40 nodes on all processors in 1..4 chunks, a node after up to four earlier ones of its own or
// an earlier chunk; some durations, handovers and traffics are zero. Traffic alone never asks for
// more than 4 bytes per nanosecond.
PricedDag random_dag(Random& random);

// Random prices for a graph that is there, with the bounds of random_dag().
PricedDag with_random_prices(SubgraphDag dag, Random& random);

// The timeline of `policy`, by its name in the catalogue.
Timeline run(const PricedDag& priced, const std::string& policy, const DispatchCosts& costs = {});

// One line per processor that ran something and one column per nanosecond, as in
//   CPU aa..c
//   NPU ..bb.
// Overlapping spans of a lane show as '#'. REQUIRES: at most 26 nodes.
std::string picture(const Timeline& timeline);

}  // namespace mllm_npu::support
