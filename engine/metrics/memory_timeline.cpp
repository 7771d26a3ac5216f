#include "engine/metrics/memory_timeline.h"

#include <algorithm>

#include "engine/soc/memory_model.h"

namespace mllm_npu {
namespace {

using Owner = Bytes MemoryUse::*;

struct Change {
  SimTime time;
  Owner owner;
  Bytes bytes;
};

bool has(const Subgraph& subgraph, OperatorKind kind) {
  return std::ranges::any_of(subgraph.operators,
                             [&](const Operator& op) { return op.kind == kind; });
}

// Until when each node's output is read: [nodes].
class LastReads {
 public:
  LastReads(const SubgraphDag& dag, const Timeline& timeline)
      : dag_(dag), ends_(dag.nodes.size()), reads_(dag.nodes.size()) {
    for (const Span& span : timeline.spans) ends_[place(span.work)] = span.end;
    for (std::size_t i = 0; i < dag.nodes.size(); ++i) add_node(static_cast<SubgraphId>(i));
  }

  SimTime of(SubgraphId id) const { return reads_[place(id)]; }

 private:
  static std::size_t place(SubgraphId id) { return static_cast<std::size_t>(id); }

  void read_by(SubgraphId output, SubgraphId reader) {
    reads_[place(output)] = std::max(reads_[place(output)], ends_[place(reader)]);
  }

  // Nodes come in data order, chunk by chunk. Edges to other chunks are keys and values (Eq. 2),
  // which are read from the cache.
  void add_node(SubgraphId id) {
    read_by(id, id);
    const std::int32_t chunk = dag_.node(id).chunk;
    for (const SubgraphId reader : dag_.successors_of(id)) {
      if (dag_.node(reader).chunk == chunk) read_by(id, reader);
    }
    const Subgraph& subgraph = dag_.subgraph_of(id);
    const bool adds = has(subgraph, OperatorKind::kAdd);
    if (adds && residual_ >= 0 && dag_.node(residual_).chunk == chunk) read_by(residual_, id);
    if (adds || subgraph.kind == SubgraphKind::kEmbedding) residual_ = id;
  }

  const SubgraphDag& dag_;
  std::vector<SimTime> ends_;
  std::vector<SimTime> reads_;
  SubgraphId residual_ = -1;
};

Bytes cached(const Subgraph& subgraph) {
  Bytes sum;
  for (const Operator& op : subgraph.operators) {
    if (op.kind != OperatorKind::kKvAppend) continue;
    sum += Bytes{op.rows * op.columns * bytes_per_element(Dtype::kFp16)};
  }
  return sum;
}

// In order of time.
std::vector<Change> changes_of(const SubgraphDag& dag, const Timeline& timeline) {
  const LastReads reads(dag, timeline);
  std::vector<Change> changes;
  for (const Span& span : timeline.spans) {
    const Subgraph& subgraph = dag.subgraph_of(span.work);
    if (subgraph.affinity == Processor::kNpu) continue;
    const Bytes buffers = output_buffers(subgraph);
    changes.push_back({span.start, &MemoryUse::activations, buffers});
    changes.push_back({reads.of(span.work), &MemoryUse::activations, Bytes{} - buffers});
    const Bytes rows = cached(subgraph);
    if (rows > Bytes{}) changes.push_back({span.end, &MemoryUse::kv_cache, rows});
  }
  std::ranges::stable_sort(changes, {}, &Change::time);
  return changes;
}

}  // namespace

std::vector<MemoryStep> memory_timeline(const SubgraphDag& dag, const Timeline& timeline,
                                        const MemoryUse& held) {
  MemoryStep step{.use = {.weights = held.weights, .graphs = held.graphs, .shadow = held.shadow}};
  std::vector<MemoryStep> steps;
  for (const Change& change : changes_of(dag, timeline)) {
    if (change.time > step.start) {
      steps.push_back(step);
      step.start = change.time;
    }
    step.use.*change.owner += change.bytes;
  }
  steps.push_back(step);
  return steps;
}

MemoryUse peak_of(const std::vector<MemoryStep>& steps) {
  MemoryUse peak;
  for (const Owner owner : {&MemoryUse::weights, &MemoryUse::graphs, &MemoryUse::activations,
                            &MemoryUse::kv_cache, &MemoryUse::shadow}) {
    for (const MemoryStep& step : steps) peak.*owner = std::max(peak.*owner, step.use.*owner);
  }
  return peak;
}

}  // namespace mllm_npu
