#include "engine/soc/memory_model.h"

#include <cmath>
#include <map>

namespace mllm_npu {

Bytes int8_weights(const ModelConfig& model) {
  const std::int64_t tables = model.tie_word_embeddings ? 1 : 2;
  return {linear_weight_count(model) + tables * model.vocab_size * model.hidden_size};
}

namespace {

// Inside an NPU graph values are int8; what a graph hands on is 32 bit.
Dtype buffer_dtype(const Subgraph& subgraph, const Operator& op) {
  if (op.kind == OperatorKind::kQuantize || op.kind == OperatorKind::kFlashRead) {
    return Dtype::kInt8;
  }
  const bool inside = subgraph.kind == SubgraphKind::kFfn && &op != &subgraph.operators.back();
  return inside ? Dtype::kInt8 : Dtype::kFp32;
}

std::int64_t output_values(const Operator& op) {
  switch (op.kind) {
    case OperatorKind::kKvAppend:
      return 0;  // its output is the cache
    case OperatorKind::kFlashRead:
      return op.inner * op.columns;
    case OperatorKind::kShadowGather:
      return op.rows * op.inner;
    default:
      return op.rows * op.columns;
  }
}

Bytes output_buffer(const Subgraph& subgraph, const Operator& op) {
  return {output_values(op) * bytes_per_element(buffer_dtype(subgraph, op))};
}

// Whether a node's buffers are those that all chunks share. The last chunk alone has a head, as a
// rule.
bool is_laid_out(const SubgraphDag& dag, const SubgraphNode& node) {
  const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
  const bool head = subgraph.kind == SubgraphKind::kLmHead;
  return node.chunk == (head ? dag.chunk_count - 1 : 0);
}

}  // namespace

Bytes output_buffers(const Subgraph& subgraph) {
  Bytes sum;
  for (const Operator& op : subgraph.operators) sum += output_buffer(subgraph, op);
  return sum;
}

Bytes graph_buffers(const SubgraphDag& dag, bool shared) {
  Bytes sum;
  for (const SubgraphNode& node : dag.nodes) {
    const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
    if (is_laid_out(dag, node) || !shared) sum += output_buffers(subgraph);
  }
  return sum;
}

Bytes npu_graph_buffers(const SubgraphDag& dag) {
  Bytes sum;
  for (const SubgraphNode& node : dag.nodes) {
    const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
    if (node.chunk == 0 && subgraph.affinity == Processor::kNpu) sum += output_buffers(subgraph);
  }
  return sum;
}

std::vector<OperatorBuffers> buffers_by_operator(const SubgraphDag& dag) {
  std::map<OperatorKind, OperatorBuffers> by_kind;
  for (const SubgraphNode& node : dag.nodes) {
    if (!is_laid_out(dag, node)) continue;
    const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
    for (const Operator& op : subgraph.operators) {
      OperatorBuffers& buffers = by_kind[op.kind];
      const bool on_npu = subgraph.affinity == Processor::kNpu;
      (on_npu ? buffers.graphs : buffers.activations) += output_buffer(subgraph, op);
    }
  }
  std::vector<OperatorBuffers> all;
  for (auto& [kind, buffers] : by_kind) {
    buffers.kind = kind;
    if (buffers.graphs + buffers.activations > Bytes{}) all.push_back(buffers);
  }
  return all;
}

Bytes graph_memory(const ModelConfig& model, const SubgraphDag& dag, bool shared) {
  const std::int64_t copies = shared ? 1 : dag.chunk_count;
  return graph_buffers(dag, shared) + copies * Bytes{linear_weight_count(model)};
}

Bytes kv_cache(const ModelConfig& model, std::int64_t tokens) {
  return {model.num_hidden_layers * 2 * key_value_size(model) * tokens *
          bytes_per_element(Dtype::kFp16)};
}

Bytes shadow_weights(const ModelConfig& model, const std::vector<LayerShadow>& shadow,
                     double hot_channel_share) {
  Bytes sum;
  for (const LayerShadow& layer : shadow) {
    for (const LinearShape& linear : block_linears(model)) {
      if (layer.of(linear.role).count() == 0) continue;
      const double rows = std::ceil(hot_channel_share * static_cast<double>(linear.k));
      sum += Bytes{static_cast<std::int64_t>(rows) * linear.n};
    }
  }
  return sum;
}

}  // namespace mllm_npu
