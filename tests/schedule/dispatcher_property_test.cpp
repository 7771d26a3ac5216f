// What holds for every DAG, every policy and every phone.

#include <algorithm>
#include <array>
#include <set>

#include <gtest/gtest.h>

#include "engine/metrics/schedule_bounds.h"
#include "engine/schedule/dispatcher.h"
#include "engine/schedule/policy_catalog.h"
#include "tests/support/graph_text.h"
#include "tests/support/priced_dag.h"
#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using support::PricedDag;
using support::Random;

struct Simulation {
  const PricedDag& priced;
  std::string policy;
  DispatchCosts costs;
  bool contended;  // the DRAM is narrower than what all processors together may want
  Timeline timeline;

  const SubgraphDag& dag() const { return priced.dag; }
  const Span& span_of(SubgraphId id) const {
    return *std::find_if(timeline.spans.begin(), timeline.spans.end(),
                         [&](const Span& span) { return span.work == id; });
  }
  // When the last input, with its handover, was there.
  SimTime ready_time(SubgraphId id, const std::vector<SubgraphId>& inputs) const {
    SimTime time{};
    for (const SubgraphId input : inputs) {
      const bool crosses = needs_synchronization(dag().affinity_of(input), dag().affinity_of(id));
      time = std::max(time, span_of(input).end + (crosses ? priced.handover(input) : SimTime{}));
    }
    return time;
  }
};

DispatchCosts random_costs(Random& random, bool contended) {
  DispatchCosts costs{.graph_switch = SimTime{random.below(6)}};
  if (contended) costs.dram_bandwidth = 1e9 * static_cast<double>(random.between(4, 8));
  return costs;
}

PricedDag random_prompt(Random& random) {
  const ModelConfig model = support::random_model(random);
  const auto shadow = support::random_shadows(model, random);
  return support::with_random_prices(
      support::toy_graph(model, random.between(1, 5), {.shadow = shadow}), random);
}

class AnySimulation : public ::testing::Test {
 protected:
  // Calls `check(run)` for 150 random DAGs and 50 random prompt graphs with every policy. Lockstep
  // steps through chunks, so it runs prompt graphs alone.
  template <class Check>
  void for_each_run(Check check) {
    Random random(42);
    for (int round = 0; round < 200 && !HasFailure(); ++round) {
      const bool prompt = round % 4 == 0;
      const PricedDag priced = prompt ? random_prompt(random) : support::random_dag(random);
      const bool contended = random.chance(50);
      const DispatchCosts costs = random_costs(random, contended);
      for (const PolicyEntry& entry : policy_catalog()) {
        const std::string name = entry.name;
        if (name == "lockstep" && !prompt) continue;
        SCOPED_TRACE(name + ", round " + std::to_string(round));
        check(Simulation{priced, name, costs, contended, support::run(priced, name, costs)});
      }
    }
  }
};

TEST_F(AnySimulation, RunsEverySubgraphOnceAndOnItsProcessor) {
  for_each_run([](const Simulation& run) {
    std::set<SubgraphId> seen;
    for (const Span& span : run.timeline.spans) {
      EXPECT_TRUE(seen.insert(span.work).second);
      EXPECT_EQ(span.lane, static_cast<std::int32_t>(run.dag().affinity_of(span.work)));
    }
    EXPECT_EQ(seen.size(), run.dag().nodes.size());
  });
}

TEST_F(AnySimulation, ListsItsSpansInTheOrderOfTheirStart) {
  for_each_run([](const Simulation& run) {
    EXPECT_TRUE(std::is_sorted(run.timeline.spans.begin(), run.timeline.spans.end(),
                               [](const Span& a, const Span& b) { return a.start < b.start; }));
  });
}

// Eq. 4.
TEST_F(AnySimulation, NeverRunsTwoSubgraphsAtOnceOnAProcessor) {
  for_each_run([](const Simulation& run) {
    std::array<SimTime, kProcessorCount> free_at{};
    for (const Span& span : run.timeline.spans) {
      SimTime& free = free_at[static_cast<std::size_t>(span.lane)];
      EXPECT_GE(span.start, free);
      EXPECT_GE(span.end, span.start);
      free = span.end;
    }
  });
}

TEST_F(AnySimulation, StartsNoSubgraphBeforeItsInputsAreHandedOver) {
  for_each_run([](const Simulation& run) {
    const auto inputs = support::inputs_of(run.dag());
    for (const Span& span : run.timeline.spans) {
      const auto& before = inputs[static_cast<std::size_t>(span.work)];
      EXPECT_GE(span.start, run.ready_time(span.work, before));
    }
  });
}

TEST_F(AnySimulation, TakesItsPriceAndASwitchWhereTheNpuRunsAnotherGraphThanBefore) {
  for_each_run([](const Simulation& run) {
    const Span* before = nullptr;
    for (const Span& span : run.timeline.spans) {
      SimTime expected = run.priced.duration(span.work);
      if (run.dag().affinity_of(span.work) == Processor::kNpu) {
        const bool same =
            before != nullptr &&
            run.dag().node(before->work).layer == run.dag().node(span.work).layer &&
            run.dag().subgraph_of(before->work).kind == run.dag().subgraph_of(span.work).kind;
        if (!same) expected += run.costs.graph_switch;
        before = &span;
      }
      if (run.contended) {
        EXPECT_GE(span.end - span.start, expected);
      } else {
        EXPECT_EQ(span.end - span.start, expected);
      }
    }
  });
}

TEST_F(AnySimulation, IsNoShorterThanTheLowerBound) {
  for_each_run([](const Simulation& run) {
    EXPECT_GE(run.timeline.makespan(), schedule_bounds(run.dag(), run.priced.prices).lower_bound());
  });
}

TEST_F(AnySimulation, IsNoLongerThanEverythingOneAfterTheOther) {
  for_each_run([](const Simulation& run) {
    SimTime sum{};
    for (const Span& span : run.timeline.spans) {
      sum += run.priced.duration(span.work) + run.priced.handover(span.work);
      const bool npu = run.dag().affinity_of(span.work) == Processor::kNpu;
      if (npu) sum += run.costs.graph_switch;
      if (run.contended) sum += SimTime{1};  // ends are rounded up
    }
    EXPECT_LE(run.timeline.makespan(), sum);
  });
}

TEST_F(AnySimulation, IsTheSameWhenItIsRepeated) {
  for_each_run([](const Simulation& run) {
    const Timeline again = support::run(run.priced, run.policy, run.costs);
    const auto same = [](const Span& a, const Span& b) {
      return a.lane == b.lane && a.work == b.work && a.start == b.start && a.end == b.end;
    };
    EXPECT_TRUE(std::equal(again.spans.begin(), again.spans.end(), run.timeline.spans.begin(),
                           run.timeline.spans.end(), same));
  });
}

// A greedy policy: from the moment at which a subgraph is ready until it starts, its processor is
// busy.
TEST_F(AnySimulation, LeavesNoProcessorIdleWithSomethingReadyUnderAGreedyPolicy) {
  for_each_run([](const Simulation& run) {
    if (run.policy == "serial" || run.policy == "lockstep") return;
    const auto inputs = support::inputs_of(run.dag());
    for (const Span& span : run.timeline.spans) {
      const SimTime ready = run.ready_time(span.work, inputs[static_cast<std::size_t>(span.work)]);
      SimTime busy{};
      for (const Span& other : run.timeline.spans) {
        if (other.lane != span.lane) continue;
        const SimTime overlap = std::min(other.end, span.start) - std::max(other.start, ready);
        busy += std::max(overlap, SimTime{});
      }
      EXPECT_EQ(busy, span.start - ready);
    }
  });
}

TEST_F(AnySimulation, KeepsChunksApartUnderTheSerialPolicy) {
  for_each_run([](const Simulation& run) {
    if (run.policy != "serial") return;
    std::vector<SimTime> end_of(static_cast<std::size_t>(run.dag().chunk_count));
    for (const Span& span : run.timeline.spans) {
      SimTime& end = end_of[static_cast<std::size_t>(run.dag().node(span.work).chunk)];
      end = std::max(end, span.end);
    }
    for (const Span& span : run.timeline.spans) {
      const std::int32_t chunk = run.dag().node(span.work).chunk;
      if (chunk == 0) continue;
      EXPECT_GE(span.start, end_of[static_cast<std::size_t>(chunk) - 1]);
    }
  });
}

}  // namespace
}  // namespace mllm_npu
