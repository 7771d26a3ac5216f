#include "tests/support/any_simulation.h"

#include <algorithm>

#include "engine/schedule/policy_catalog.h"
#include "tests/support/graph_text.h"
#include "tests/support/toy_model.h"

namespace mllm_npu::support {
namespace {

DispatchCosts random_costs(Random& random, bool contended) {
  DispatchCosts costs{.graph_switch = SimTime{random.below(6)}};
  if (contended) costs.dram_bandwidth = 1e9 * static_cast<double>(random.between(4, 8));
  return costs;
}

PricedDag random_prompt(Random& random) {
  const ModelConfig model = random_model(random);
  const auto shadow = random_shadows(model, random);
  return with_random_prices(toy_graph(model, random.between(1, 5), {.shadow = shadow}), random);
}

}  // namespace

std::vector<std::vector<SubgraphId>> Simulation::inputs() const { return inputs_of(dag()); }

SimTime Simulation::ready_time(SubgraphId id, const std::vector<SubgraphId>& inputs) const {
  SimTime time{};
  for (const SubgraphId input : inputs) {
    const auto span = std::find_if(timeline.spans.begin(), timeline.spans.end(),
                                   [&](const Span& each) { return each.work == input; });
    const bool crosses = needs_synchronization(dag().affinity_of(input), dag().affinity_of(id));
    time = std::max(time, span->end + (crosses ? priced.handover(input) : SimTime{}));
  }
  return time;
}

void AnySimulation::for_each(const std::function<void(const Simulation&)>& check) {
  Random random(42);
  for (int round = 0; round < 200 && !HasFailure(); ++round) {
    const bool prompt = round % 4 == 0;
    const PricedDag priced = prompt ? random_prompt(random) : random_dag(random);
    const bool contended = random.chance(50);
    const DispatchCosts costs = random_costs(random, contended);
    for (const PolicyEntry& entry : policy_catalog()) {
      const std::string name = entry.name;
      if (name == "lockstep" && !prompt) continue;
      SCOPED_TRACE(name + ", round " + std::to_string(round));
      check({priced, name, costs, contended, run(priced, name, costs)});
    }
  }
}

void AnySimulation::for_each_of(const std::string& policy,
                                const std::function<void(const Simulation&)>& check) {
  for_each([&](const Simulation& simulation) {
    if (simulation.policy == policy) check(simulation);
  });
}

}  // namespace mllm_npu::support
