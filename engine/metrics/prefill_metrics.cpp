#include "engine/metrics/prefill_metrics.h"

namespace mllm_npu {
namespace {

Activity activity_of(Processor processor, const PowerSpec& power) {
  switch (processor) {
    case Processor::kCpu:
      return {.component = PowerComponent::kCpu, .power = {power.cpu_float_active}};
    case Processor::kGpu:
      return {.component = PowerComponent::kGpu, .power = {power.gpu_active}};
    case Processor::kNpu:
      return {.component = PowerComponent::kNpu, .power = {power.npu_active}};
    case Processor::kFlash:
      break;  // its power is in the base
  }
  return {.component = PowerComponent::kBase, .power = {}};
}

}  // namespace

double PrefillMetrics::tokens_per_second() const {
  const double seconds = to_seconds(time_to_first_token);
  return seconds > 0 ? static_cast<double>(prompt_length) / seconds : 0;
}

namespace {

bool uses_npu(const Timeline& timeline) {
  return timeline.busy(static_cast<std::int32_t>(Processor::kNpu)) > SimTime{};
}

}  // namespace

std::vector<Activity> activities_of(const SubgraphDag& dag, const std::vector<Price>& prices,
                                    const Timeline& timeline, const PowerSpec& power) {
  const SimTime makespan = timeline.makespan();
  std::vector<Activity> activities;
  activities.reserve(2 * timeline.spans.size() + 2);
  activities.push_back(
      {.component = PowerComponent::kBase, .end = makespan, .power = {power.base}});
  if (uses_npu(timeline)) {
    activities.push_back(
        {.component = PowerComponent::kNpu, .end = makespan, .power = {power.npu_idle}});
  }
  for (const Span& span : timeline.spans) {
    Activity activity = activity_of(static_cast<Processor>(span.lane), power);
    activity.start = span.start;
    activity.end = span.end;
    activities.push_back(activity);
    const SimTime duration = span.end - span.start;
    if (duration == SimTime{}) continue;
    const Price& price = prices[static_cast<std::size_t>(dag.node(span.work).subgraph)];
    const double joules = static_cast<double>(price.traffic.value) * power.dram_energy;
    activities.push_back({.component = PowerComponent::kDram,
                          .start = span.start,
                          .end = span.end,
                          .power = {joules / to_seconds(duration)}});
  }
  return activities;
}

}  // namespace mllm_npu
