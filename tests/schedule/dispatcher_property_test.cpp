// What holds for every DAG, every policy and every phone.

#include <algorithm>
#include <array>
#include <set>

#include <gtest/gtest.h>

#include "engine/metrics/schedule_bounds.h"
#include "tests/support/any_simulation.h"

namespace mllm_npu {
namespace {

using support::AnySimulation;
using support::Simulation;

TEST_F(AnySimulation, RunsEverySubgraphOnceAndOnItsProcessor) {
  for_each([](const Simulation& run) {
    std::set<SubgraphId> seen;
    for (const Span& span : run.timeline.spans) {
      EXPECT_TRUE(seen.insert(span.work).second);
      EXPECT_EQ(span.lane, static_cast<std::int32_t>(run.dag().affinity_of(span.work)));
    }
    EXPECT_EQ(seen.size(), run.dag().nodes.size());
  });
}

TEST_F(AnySimulation, ListsItsSpansInTheOrderOfTheirStart) {
  for_each([](const Simulation& run) {
    EXPECT_TRUE(std::is_sorted(run.timeline.spans.begin(), run.timeline.spans.end(),
                               [](const Span& a, const Span& b) { return a.start < b.start; }));
  });
}

// Eq. 4.
TEST_F(AnySimulation, NeverRunsTwoSubgraphsAtOnceOnAProcessor) {
  for_each([](const Simulation& run) {
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
  for_each([](const Simulation& run) {
    const auto inputs = run.inputs();
    for (const Span& span : run.timeline.spans) {
      const auto& before = inputs[static_cast<std::size_t>(span.work)];
      EXPECT_GE(span.start, run.ready_time(span.work, before));
    }
  });
}

TEST_F(AnySimulation, TakesItsPriceAndASwitchWhereTheNpuRunsAnotherGraphThanBefore) {
  for_each([](const Simulation& run) {
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
  for_each([](const Simulation& run) {
    EXPECT_GE(run.timeline.makespan(), schedule_bounds(run.dag(), run.priced.prices).lower_bound());
  });
}

TEST_F(AnySimulation, IsNoLongerThanEverythingOneAfterTheOther) {
  for_each([](const Simulation& run) {
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
  for_each([](const Simulation& run) {
    const Timeline again = support::run(run.priced, run.policy, run.costs);
    const auto same = [](const Span& a, const Span& b) {
      return a.lane == b.lane && a.work == b.work && a.start == b.start && a.end == b.end;
    };
    EXPECT_TRUE(std::equal(again.spans.begin(), again.spans.end(), run.timeline.spans.begin(),
                           run.timeline.spans.end(), same));
  });
}

}  // namespace
}  // namespace mllm_npu
