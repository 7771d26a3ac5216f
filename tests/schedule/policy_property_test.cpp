// What each kind of policy promises, for every DAG and every phone.

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/any_simulation.h"

namespace mllm_npu {
namespace {

using support::Simulation;

class PolicyOfAnySimulation : public support::AnySimulation {};

// A greedy policy: from the moment at which a subgraph is ready until it starts, its processor is
// busy.
TEST_F(PolicyOfAnySimulation, LeavesNoProcessorIdleWithSomethingReadyWhenItIsGreedy) {
  for_each([](const Simulation& run) {
    if (run.policy == "serial" || run.policy == "lockstep") return;
    const auto inputs = run.inputs();
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

TEST_F(PolicyOfAnySimulation, KeepsChunksApartWhenItIsSerial) {
  for_each_of("serial", [](const Simulation& run) {
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

// Step of a subgraph in its pair of chunks, counted over all pairs before: see lockstep.h.
std::vector<std::int32_t> lockstep_steps(const SubgraphDag& dag) {
  std::vector<std::int32_t> steps;
  std::int32_t pair_begin = 0;  // first step of the pair
  std::int32_t last = -1;
  std::int32_t place = 0;  // in the chunk
  for (std::size_t id = 0; id < dag.nodes.size(); ++id) {
    const std::int32_t chunk = dag.nodes[id].chunk;
    place = id > 0 && dag.nodes[id - 1].chunk == chunk ? place + 1 : 0;
    if (place == 0 && chunk % 2 == 0) pair_begin = last + 1;
    steps.push_back(pair_begin + place + chunk % 2);
    last = std::max(last, steps.back());
  }
  return steps;
}

TEST_F(PolicyOfAnySimulation, HasABarrierAfterEachStepWhenItIsLockstep) {
  for_each_of("lockstep", [](const Simulation& run) {
    const auto steps = lockstep_steps(run.dag());
    SimTime barrier{};  // end of the step before
    SimTime end{};
    std::int32_t step = 0;
    for (const Span& span : run.timeline.spans) {
      const std::int32_t own = steps[static_cast<std::size_t>(span.work)];
      EXPECT_GE(own, step);
      if (own > step) barrier = end;
      step = own;
      EXPECT_GE(span.start, barrier);
      end = std::max(end, span.end);
    }
  });
}

}  // namespace
}  // namespace mllm_npu
