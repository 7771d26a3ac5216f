#include "engine/runtime/preparation.h"

#include <algorithm>

#include "engine/quant/outlier_profile.h"
#include "engine/runtime/shadow_plan.h"
#include "engine/soc/latency_catalog.h"

namespace mllm_npu {
namespace {

// The best of the equivalent shapes of a linear's rows: height × width with height · width = rows.
std::int64_t best_width(const Operator& op, const LatencyModel& latency) {
  std::int64_t best = 1;
  double best_seconds = 0;
  for (std::int64_t width = 1; width * width <= op.rows; ++width) {
    if (op.rows % width != 0) continue;
    Operator shaped = op;
    shaped.width = width;
    const double seconds = latency.operator_seconds(shaped, Processor::kNpu);
    if (width == 1 || seconds < best_seconds) {
      best = width;
      best_seconds = seconds;
    }
  }
  return best;
}

void shape_rows(SubgraphDag& dag, const LatencyModel& latency, const PrefillOptions& options) {
  std::int64_t width = 0;  // all linears of a DAG have the same rows
  for (Subgraph& subgraph : dag.subgraphs) {
    if (subgraph.affinity != Processor::kNpu) continue;
    for (Operator& op : subgraph.operators) {
      if (macs(op) == 0) continue;
      if (width == 0) width = options.equivalent_shapes ? best_width(op, latency) : 1;
      op.width = options.flat_qkv && subgraph.kind == SubgraphKind::kQkv ? 1 : width;
    }
  }
}

// FFNs first: they gain most where the window is too small for all (§4).
std::vector<SubgraphNode> npu_nodes_in_building_order(const SubgraphDag& dag) {
  std::vector<SubgraphNode> nodes;
  for (const SubgraphNode& node : dag.nodes) {
    const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
    if (node.chunk == 0 && subgraph.affinity == Processor::kNpu) nodes.push_back(node);
  }
  std::stable_partition(nodes.begin(), nodes.end(), [&](const SubgraphNode& node) {
    const SubgraphKind kind = dag.subgraphs[static_cast<std::size_t>(node.subgraph)].kind;
    return kind != SubgraphKind::kQkv && kind != SubgraphKind::kOutput;
  });
  return nodes;
}

// Sessions by the graph whose weights they map: the graphs of all chunk lengths share them.
using Homes = std::map<std::string, NpuRuntime::SessionId>;

// Where the graph's weights are mapped already, else the last session, else a new one.
NpuRuntime::SessionId home_of(const NpuGraph& graph, Homes& homes, NpuRuntime& runtime,
                              NpuRuntime::SessionId& last) {
  const auto mapped = homes.find(graph.name);
  if (mapped != homes.end()) return mapped->second;
  if (graph.weights() > runtime.room(last)) last = runtime.open_session();
  return homes[graph.name] = last;
}

// Builds and optimises the graphs of one chunk length, in as many sessions as the windows ask for.
void build_graphs(PreparedModel& prepared, const SubgraphDag& dag, std::int64_t rows, Homes& homes,
                  NpuRuntime::SessionId& last) {
  NpuRuntime& runtime = prepared.runtime;
  for (const SubgraphNode& node : npu_nodes_in_building_order(dag)) {
    const std::string name = graph_name(dag, node);
    NpuGraph graph =
        compile_npu_graph(name, dag.subgraphs[static_cast<std::size_t>(node.subgraph)].operators);
    const NpuRuntime::SessionId session = home_of(graph, homes, runtime, last);
    prepared.duration += runtime.build_price(graph) + runtime.optimize_price(graph);
    const NpuRuntime::GraphId id = runtime.build(std::move(graph), session);
    runtime.optimize(id);
    prepared.graphs[rows][name] = id;
  }
}

}  // namespace

std::string graph_name(const SubgraphDag& dag, const SubgraphNode& node) {
  const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
  return std::string(name_of(subgraph.kind)) + "." + std::to_string(node.layer);
}

SubgraphDag prompt_graph(const ModelConfig& model, const DeviceSpec& device,
                         const PrefillOptions& options, const std::vector<LayerShadow>& shadow,
                         const std::vector<Chunk>& chunks) {
  SubgraphDag dag = chunk_sharing_graph(model, chunks,
                                        {.group_size = options.group_size,
                                         .float_processor = options.float_processor,
                                         .shadow = shadow,
                                         .head_for_every_token = options.head_for_every_token});
  shape_rows(dag, *make_latency_model(options.latency_model, device), options);
  return dag;
}

namespace {

// Of a CPU that gives its subgraphs `share` of its speed.
void slow_down(Price& price, double share) {
  if (share < 1) price.duration = sim_time_from_seconds(to_seconds(price.duration) / share);
}

void repeat(Price& price, std::int64_t runs) {
  price.duration *= runs;
  price.traffic = runs * price.traffic;
}

}  // namespace

std::vector<Price> profile(const SubgraphDag& dag, const LatencyModel& latency,
                           const PrefillOptions& options) {
  std::vector<Price> prices;
  prices.reserve(dag.subgraphs.size());
  for (const Subgraph& subgraph : dag.subgraphs) {
    prices.push_back(price_of(latency, subgraph));
    if (subgraph.affinity == Processor::kNpu) repeat(prices.back(), options.npu_runs);
    if (subgraph.affinity == Processor::kCpu) slow_down(prices.back(), options.cpu_share);
  }
  return prices;
}

PreparedModel prepare(const ModelConfig& model, const DeviceSpec& device,
                      const PrefillOptions& options,
                      const std::vector<std::int64_t>& chunk_lengths) {
  return prepare(model, device, options, chunk_lengths,
                 shadow_plan(model, find_outlier_profile(model), options));
}

PreparedModel prepare(const ModelConfig& model, const DeviceSpec& device,
                      const PrefillOptions& options, const std::vector<std::int64_t>& chunk_lengths,
                      std::vector<LayerShadow> shadow) {
  PreparedModel prepared{
      .runtime = NpuRuntime(device.soc.npu), .graphs = {}, .shadow = std::move(shadow)};
  prepared.duration = prepared.runtime.set_up_environment();
  NpuRuntime::SessionId last = prepared.runtime.open_session();
  Homes homes;
  for (const std::int64_t length : chunk_lengths) {
    const std::vector<Chunk> one_chunk = cut_prompt(length, length);
    build_graphs(prepared, prompt_graph(model, device, options, prepared.shadow, one_chunk), length,
                 homes, last);
  }
  return prepared;
}

}  // namespace mllm_npu
