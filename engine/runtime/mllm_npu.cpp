#include "engine/runtime/mllm_npu.h"

#include <algorithm>

#include "engine/base/input_error.h"
#include "engine/metrics/decode_time.h"
#include "engine/metrics/memory_timeline.h"
#include "engine/schedule/dispatcher.h"
#include "engine/schedule/policy_catalog.h"
#include "engine/soc/latency_catalog.h"
#include "engine/soc/memory_model.h"

namespace mllm_npu {
namespace {

DispatchCosts dispatch_costs(const SocSpec& soc) {
  return {.graph_switch = sim_time_from_seconds(soc.npu.graph_switch),
          .dram_bandwidth = soc.dram.bandwidth};
}

// The NPU refuses a graph that was not built for these rows.
void check_graphs(const PreparedModel& prepared, const SubgraphDag& dag, std::int64_t rows) {
  const auto built = prepared.graphs.find(rows);
  if (built == prepared.graphs.end()) {
    throw InputError("NPU runtime", "chunk length", "one that graphs were built for",
                     std::to_string(rows));
  }
  for (const SubgraphNode& node : dag.nodes) {
    const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
    if (node.chunk != 0 || subgraph.affinity != Processor::kNpu) continue;
    prepared.runtime.execute(built->second.at(graph_name(dag, node)), rows);
  }
}

// Graphs of other chunk lengths stand beside those that run, but only those that run have buffers.
// What CPU and GPU run has a set of buffers as well, kept from one chunk to the next, and as many
// more as chunks that wait for one another need.
MemoryUse memory_of(const PreparedModel& prepared, const PrefillRequest& request,
                    const PrefillTrace& trace, std::int64_t tokens) {
  MemoryUse use{
      .weights = int8_weights(request.model),
      .graphs = npu_graph_buffers(trace.dag),
      .activations = graph_buffers(trace.dag, true) - npu_graph_buffers(trace.dag),
      .kv_cache = kv_cache(request.model, tokens),
      .shadow = shadow_weights(request.model, prepared.shadow, request.options.hot_channel_share)};
  const MemoryUse peak = peak_of(memory_timeline(trace.dag, trace.timeline, use));
  use.activations = std::max(use.activations, peak.activations);
  return use;
}

// Graphs that are built for this prompt are built on the CPU, before the first subgraph runs; the
// NPU is held already.
void put_before(std::vector<Activity>& activities, SimTime online, const PowerSpec& power) {
  if (online == SimTime{}) return;
  for (Activity& activity : activities) {
    activity.start += online;
    activity.end += online;
  }
  activities.push_back({.component = PowerComponent::kBase, .end = online, .power = {power.base}});
  activities.push_back(
      {.component = PowerComponent::kNpu, .end = online, .power = {power.npu_idle}});
  activities.push_back(
      {.component = PowerComponent::kCpu, .end = online, .power = {power.cpu_float_active}});
}

// Share of the time to the first token in which the NPU is idle, graph building included.
double bubble_rate(const Timeline& timeline, SimTime online) {
  const double running = to_seconds(timeline.makespan());
  const double whole = running + to_seconds(online);
  return whole > 0 ? 1 - (1 - npu_bubble_rate(timeline)) * running / whole : 0;
}

PrefillMetrics measure(const PrefillTrace& trace, const PrefillRequest& request, SimTime online,
                       const std::vector<Activity>& activities) {
  const Timeline& timeline = trace.timeline;
  const auto busy = [&](Processor processor) {
    return timeline.busy(static_cast<std::int32_t>(processor));
  };
  return {.prompt_length = request.prompt_length,
          .time_to_first_token = online + timeline.makespan(),
          .graph_building = online,
          .npu_busy = busy(Processor::kNpu),
          .cpu_busy = busy(Processor::kCpu),
          .gpu_busy = busy(Processor::kGpu),
          .npu_bubble_rate = bubble_rate(timeline, online),
          .inner_npu_bubble_rate = inner_npu_bubble_rate(timeline),
          .bounds = schedule_bounds(trace.dag, trace.prices),
          .energy = energy_of(activities)};
}

}  // namespace

PrefillResult execute(const PreparedModel& prepared, const PrefillRequest& request,
                      std::int64_t chunk_length, SimTime online) {
  const std::vector<Chunk> chunks = cut_prompt(request.prompt_length, chunk_length);
  PrefillTrace trace;
  trace.dag = prompt_graph(request.model, request.device, request.options, prepared.shadow, chunks);
  check_graphs(prepared, trace.dag, chunk_length);
  trace.prices =
      profile(trace.dag, *make_latency_model(request.options.latency_model, request.device),
              request.options);
  const auto policy = make_policy(request.options.policy);
  trace.timeline = dispatch(trace.dag, trace.prices, dispatch_costs(request.device.soc), *policy);
  const PowerSpec& power = request.device.soc.power;
  PrefillResult result{.activities = activities_of(trace.dag, trace.prices, trace.timeline, power)};
  put_before(result.activities, online, power);
  result.metrics = measure(trace, request, online, result.activities);
  const auto padded = static_cast<std::int64_t>(chunks.size()) * chunk_length;
  result.metrics.memory = memory_of(prepared, request, trace, padded);
  result.trace = std::move(trace);
  return result;
}

namespace {

bool builds_on_line(const PrefillOptions& options) {
  return !options.chunk_sharing || !options.prepared_graphs;
}

}  // namespace

std::vector<std::int64_t> graph_lengths(const PrefillOptions& options, std::int64_t prompt_length) {
  if (!options.chunk_sharing) return {prompt_length};
  if (options.prepared_graphs) return options.chunk_lengths;
  return {choose_chunk_length(prompt_length, options.chunk_lengths)};
}

PrefillResult run_prepared(const PreparedModel& prepared, const PrefillRequest& request) {
  const PrefillOptions& options = request.options;
  const std::int64_t chunk_length =
      choose_chunk_length(request.prompt_length, graph_lengths(options, request.prompt_length));
  const SimTime set_up = sim_time_from_seconds(request.device.soc.npu.set_up);
  const bool on_line = builds_on_line(options);
  const SimTime online = on_line ? prepared.duration - set_up : SimTime{};
  PrefillResult result = execute(prepared, request, chunk_length, online);
  result.preparation = on_line ? set_up : prepared.duration;
  return result;
}

PrefillResult MllmNpu::prefill(const PrefillRequest& request) const {
  check_options(request.options);
  const PreparedModel prepared = prepare(request.model, request.device, request.options,
                                         graph_lengths(request.options, request.prompt_length));
  return run_prepared(prepared, request);
}

SimTime MllmNpu::decode(const DecodeRequest& request) const {
  return decode_time(request.model, request.device.soc, request.context,
                     request.options.float_processor);
}

}  // namespace mllm_npu
