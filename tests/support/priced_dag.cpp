#include "tests/support/priced_dag.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/schedule/policy_catalog.h"

namespace mllm_npu::support {
namespace {

Price random_price(Random& random) {
  const std::int64_t duration = random.chance(10) ? 0 : random.between(1, 50);
  return {.duration = SimTime{duration},
          .traffic = {random.chance(50) ? 0 : random.below(4 * duration + 1)},
          .handover = SimTime{random.chance(50) ? 0 : random.below(10)}};
}

Node random_node(Random& random, const std::vector<Node>& before) {
  Node node{.processor = static_cast<Processor>(random.below(kProcessorCount))};
  node.layer = static_cast<std::int32_t>(random.below(3));
  node.chunk = before.empty() ? 0 : before.back().chunk;
  if (node.chunk < 3 && !before.empty() && random.chance(8)) ++node.chunk;
  std::set<SubgraphId> inputs;
  const auto count = static_cast<std::int64_t>(before.size());
  for (std::int64_t i = random.below(5); i > 0 && count > 0; --i) {
    const std::int64_t nearby = random.chance(70) ? std::min<std::int64_t>(count, 6) : count;
    inputs.insert(static_cast<SubgraphId>(count - 1 - random.below(nearby)));
  }
  node.after.assign(inputs.begin(), inputs.end());
  return node;
}

}  // namespace

SimTime PricedDag::duration(SubgraphId id) const {
  return prices[static_cast<std::size_t>(dag.node(id).subgraph)].duration;
}

SimTime PricedDag::handover(SubgraphId id) const {
  return prices[static_cast<std::size_t>(dag.node(id).subgraph)].handover;
}

PricedDag draw(const std::vector<Node>& nodes) {
  PricedDag drawn;
  std::vector<Edge> edges;
  for (const Node& node : nodes) {
    const auto id = static_cast<SubgraphId>(drawn.dag.nodes.size());
    drawn.dag.subgraphs.push_back(
        {.kind = node.kind, .affinity = node.processor, .operators = {}, .output = {}});
    drawn.dag.nodes.push_back({.subgraph = id, .layer = node.layer, .chunk = node.chunk});
    drawn.dag.chunk_count = std::max(drawn.dag.chunk_count, node.chunk + 1);
    drawn.prices.push_back({.duration = SimTime{node.duration},
                            .traffic = {node.traffic},
                            .handover = SimTime{node.handover}});
    for (const SubgraphId input : node.after) edges.push_back({input, id});
  }
  connect_nodes(drawn.dag, edges);
  return drawn;
}

PricedDag random_dag(Random& random) {
  std::vector<Node> nodes;
  for (std::int64_t left = random.between(1, 40); left > 0; --left) {
    nodes.push_back(random_node(random, nodes));
  }
  return with_random_prices(draw(nodes).dag, random);
}

PricedDag with_random_prices(SubgraphDag dag, Random& random) {
  PricedDag priced{.dag = std::move(dag), .prices = {}};
  for (std::size_t i = 0; i < priced.dag.subgraphs.size(); ++i) {
    priced.prices.push_back(random_price(random));
  }
  return priced;
}

Timeline run(const PricedDag& priced, const std::string& policy, const DispatchCosts& costs) {
  return dispatch(priced.dag, priced.prices, costs, *make_policy(policy));
}

std::string picture(const Timeline& timeline) {
  std::string lines;
  for (std::size_t lane = 0; lane < kProcessorCount; ++lane) {
    std::string line(static_cast<std::size_t>(timeline.makespan().count()), '.');
    bool used = false;
    for (const Span& span : timeline.spans) {
      if (span.lane != static_cast<std::int32_t>(lane)) continue;
      used = true;
      for (auto time = span.start.count(); time < span.end.count(); ++time) {
        char& place = line[static_cast<std::size_t>(time)];
        place = place == '.' ? static_cast<char>('a' + span.work) : '#';
      }
    }
    const std::string name(name_of(static_cast<Processor>(lane)));
    if (used) lines += name + " " + line + "\n";
  }
  return lines;
}

}  // namespace mllm_npu::support
