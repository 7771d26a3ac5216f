// What the out-of-order execution (Eq. 5) costs on line: the paper decides in microseconds.

#include <algorithm>

#include <benchmark/benchmark.h>

#include "engine/base/check.h"
#include "engine/model/model_catalog.h"
#include "engine/runtime/mllm_npu.h"
#include "engine/schedule/out_of_order.h"
#include "engine/soc/soc_catalog.h"

namespace mllm_npu {
namespace {

// What a dispatcher tells the ready set and asks the policy, in the order of a prefill. Of equal
// times, the dispatcher completes first, then enables, then picks.
struct Step {
  enum class Kind { kComplete, kEnable, kPick };

  SimTime time;
  Kind kind;
  SubgraphId id;
};

std::vector<SimTime> node_durations(const PrefillTrace& trace) {
  std::vector<SimTime> durations;
  for (const SubgraphNode& node : trace.dag.nodes) {
    durations.push_back(trace.prices[static_cast<std::size_t>(node.subgraph)].duration);
  }
  return durations;
}

std::vector<SimTime> enable_times(const PrefillTrace& trace) {
  std::vector<SimTime> times(trace.dag.nodes.size());
  for (const Span& span : trace.timeline.spans) {
    const auto place = static_cast<std::size_t>(trace.dag.node(span.work).subgraph);
    for (const SubgraphId successor : trace.dag.successors_of(span.work)) {
      const bool crosses =
          needs_synchronization(trace.dag.affinity_of(span.work), trace.dag.affinity_of(successor));
      SimTime& time = times[static_cast<std::size_t>(successor)];
      time = std::max(time, span.end + (crosses ? trace.prices[place].handover : SimTime{}));
    }
  }
  return times;
}

std::vector<Step> steps_of(const PrefillTrace& trace) {
  const std::vector<SimTime> enabled = enable_times(trace);
  std::vector<Step> steps;
  for (const Span& span : trace.timeline.spans) {
    const SubgraphId id = span.work;
    steps.push_back({span.start, Step::Kind::kPick, id});
    steps.push_back({span.end, Step::Kind::kComplete, id});
    steps.push_back({enabled[static_cast<std::size_t>(id)], Step::Kind::kEnable, id});
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return a.time != b.time ? a.time < b.time : a.kind < b.kind;
  });
  return steps;
}

// A prefill of Qwen1.5-1.8B of that many chunks on the Redmi K70 Pro.
PrefillTrace prefill_of(std::int64_t chunks) {
  const ModelConfig model = find_model("qwen1.5-1.8b");
  const DeviceSpec device = find_device("redmi-k70-pro");
  const PrefillRequest request{
      .model = model, .device = device, .prompt_length = 256 * chunks, .options = {}};
  return *MllmNpu().prefill(request).trace;
}

// REQUIRES: steps of an out-of-order run. A pick that differs from it would be another run.
void replay(const std::vector<Step>& steps, const SubgraphDag& dag, OutOfOrderPolicy& policy,
            ReadySet& ready) {
  for (const Step& step : steps) {
    switch (step.kind) {
      case Step::Kind::kComplete:
        ready.complete(step.id, [](SubgraphId) {});
        policy.completed(step.id, ready);
        break;
      case Step::Kind::kEnable:
        ready.enable(step.id);
        break;
      case Step::Kind::kPick: {
        const auto picked = policy.pick(dag.affinity_of(step.id), ready);
        MLLM_NPU_CHECK(picked == step.id, std::to_string(step.id));
        ready.start(step.id);
        break;
      }
    }
  }
}

// The decision of Eq. 5 with the bookkeeping of the ready set, per subgraph, for a number of
// chunks; the ready set is made before the clock runs. Target: median < 1 µs with four chunks.
void decision(benchmark::State& state) {
  const PrefillTrace trace = prefill_of(state.range(0));
  const std::vector<Step> steps = steps_of(trace);
  const ReadySet fresh(trace.dag, node_durations(trace), ReleaseRule::kCompleted);
  for (auto _ : state) {
    state.PauseTiming();
    ReadySet ready = fresh;
    state.ResumeTiming();
    OutOfOrderPolicy policy;
    replay(steps, trace.dag, policy, ready);
  }
  const auto decisions = static_cast<double>(trace.dag.nodes.size());
  state.counters["decisions"] = decisions;
  state.counters["per_decision"] = benchmark::Counter(
      decisions, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(decision)
    ->Arg(4)
    ->Arg(16)
    ->Arg(64)
    ->Arg(256)
    ->Unit(benchmark::kMicrosecond)
    ->Repetitions(9)
    ->ReportAggregatesOnly();

}  // namespace
}  // namespace mllm_npu
