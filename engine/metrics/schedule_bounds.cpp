#include "engine/metrics/schedule_bounds.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mllm_npu {

SimTime ScheduleBounds::lower_bound() const {
  return std::max({npu_work, float_work, critical_path});
}

ScheduleBounds schedule_bounds(const SubgraphDag& dag, const std::vector<Price>& prices) {
  std::array<SimTime, kProcessorCount> work{};
  std::vector<SimTime> start(dag.nodes.size());
  std::vector<std::int32_t> open = dag.predecessor_count;
  std::vector<SubgraphId> reached;
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (open[i] == 0) reached.push_back(static_cast<SubgraphId>(i));
  }
  ScheduleBounds bounds;
  while (!reached.empty()) {  // any topological order gives the same longest chains
    const SubgraphId id = reached.back();
    reached.pop_back();
    const Processor processor = dag.affinity_of(id);
    const Price& price = prices[static_cast<std::size_t>(dag.node(id).subgraph)];
    const SimTime end = start[static_cast<std::size_t>(id)] + price.duration;
    work[static_cast<std::size_t>(processor)] += price.duration;
    bounds.critical_path = std::max(bounds.critical_path, end);
    for (const SubgraphId successor : dag.successors_of(id)) {
      const auto place = static_cast<std::size_t>(successor);
      const bool crosses = needs_synchronization(processor, dag.affinity_of(successor));
      start[place] = std::max(start[place], end + (crosses ? price.handover : SimTime{}));
      if (--open[place] == 0) reached.push_back(successor);
    }
  }
  bounds.npu_work = work[static_cast<std::size_t>(Processor::kNpu)];
  bounds.float_work = std::max(work[static_cast<std::size_t>(Processor::kCpu)],
                               work[static_cast<std::size_t>(Processor::kGpu)]);
  return bounds;
}

namespace {

constexpr auto kNpuLane = static_cast<std::int32_t>(Processor::kNpu);

double idle_share(SimTime busy, SimTime whole) {
  if (whole == SimTime{}) return 0;
  return 1 - static_cast<double>(busy.count()) / static_cast<double>(whole.count());
}

}  // namespace

double npu_bubble_rate(const Timeline& timeline) {
  return idle_share(timeline.busy(kNpuLane), timeline.makespan());
}

double inner_npu_bubble_rate(const Timeline& timeline) {
  std::optional<SimTime> first;
  SimTime last{};
  for (const Span& span : timeline.spans) {
    if (span.lane != kNpuLane) continue;
    if (!first) first = span.start;  // spans are in order of start
    last = std::max(last, span.end);
  }
  return first ? idle_share(timeline.busy(kNpuLane), last - *first) : 0;
}

}  // namespace mllm_npu
