#include "engine/soc/npu_runtime.h"

#include <cmath>
#include <utility>

#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& expected,
                         const std::string& found) {
  throw InputError("NPU runtime", what, expected, found);
}

}  // namespace

void NpuRuntime::require_environment() const {
  if (!environment_) refuse("environment", "set_up_environment() first", "no environment");
}

SimTime NpuRuntime::set_up_environment() {
  if (environment_) refuse("environment", "one set-up", "a second one");
  environment_ = true;
  return sim_time_from_seconds(spec_.set_up);
}

NpuRuntime::SessionId NpuRuntime::open_session() {
  require_environment();
  sessions_.emplace_back();
  return sessions_.size() - 1;
}

Bytes NpuRuntime::room(SessionId session) const {
  if (session >= sessions_.size()) refuse("session", "an open session", "none of that number");
  const Bytes window{static_cast<std::int64_t>(spec_.address_window)};
  return window - sessions_[session].mapped;
}

NpuRuntime::GraphId NpuRuntime::build(NpuGraph graph, SessionId session) {
  require_environment();
  if (session >= sessions_.size()) refuse(graph.name, "an open session", "none of that number");
  Session& home = sessions_[session];
  if (!home.weights.contains(graph.name)) {
    const Bytes weights = graph.weights();
    if (weights > room(session)) {
      refuse(graph.name,
             "weights within the address window, " + std::to_string(room(session).value) +
                 " bytes left",
             std::to_string(weights.value) + " bytes");
    }
    home.weights[graph.name] = weights;
    home.mapped += weights;
  }
  graphs_.push_back({.graph = std::move(graph)});
  return graphs_.size() - 1;
}

SimTime NpuRuntime::build_price(const NpuGraph& graph) const {
  double seconds = 0;
  for (const Operator& op : graph.operators) {
    if (macs(op) > 0) seconds += spec_.build_per_operator;
  }
  return sim_time_from_seconds(seconds);
}

void NpuRuntime::optimize(GraphId graph) {
  if (graph >= graphs_.size()) refuse("graph", "a built graph", "none of that number");
  if (graphs_[graph].optimized) refuse(graphs_[graph].graph.name, "one optimisation", "a second");
  graphs_[graph].optimized = true;
}

SimTime NpuRuntime::optimize_price(const NpuGraph& graph) const {
  double seconds = 0;
  for (const Operator& op : graph.operators) {
    if (macs(op) == 0) continue;
    const double weights = static_cast<double>(op.inner * op.columns) / (1 << 20);
    seconds += spec_.optimize_scale * std::pow(weights, spec_.optimize_exponent);
  }
  return sim_time_from_seconds(seconds);
}

void NpuRuntime::execute(GraphId id, std::int64_t rows) const {
  if (id >= graphs_.size()) refuse("graph", "a built graph", "none of that number");
  const BuiltGraph& built = graphs_[id];
  if (!built.optimized) refuse(built.graph.name, "an optimised graph", "one that is only built");
  if (built.graph.rows != rows) {
    refuse(built.graph.name, std::to_string(built.graph.rows) + " rows (static shapes)",
           std::to_string(rows));
  }
}

SimTime NpuRuntime::free_all() {
  require_environment();
  graphs_.clear();
  sessions_.clear();
  environment_ = false;
  return sim_time_from_seconds(spec_.free);
}

const NpuGraph& NpuRuntime::graph(GraphId id) const {
  if (id >= graphs_.size()) refuse("graph", "a built graph", "none of that number");
  return graphs_[id].graph;
}

Bytes NpuRuntime::mapped_weights() const {
  Bytes sum;
  for (const Session& session : sessions_) sum += session.mapped;
  return sum;
}

}  // namespace mllm_npu
