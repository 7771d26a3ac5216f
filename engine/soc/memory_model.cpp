#include "engine/soc/memory_model.h"

#include <cmath>

namespace mllm_npu {

Bytes int8_weights(const ModelConfig& model) {
  const std::int64_t tables = model.tie_word_embeddings ? 1 : 2;
  return {linear_weight_count(model) + tables * model.vocab_size * model.hidden_size};
}

namespace {

// Inside an NPU graph values are int8; what a graph hands on is 32 bit.
Dtype buffer_dtype(const Subgraph& subgraph, const Operator& op) {
  if (op.kind == OperatorKind::kQuantize) return Dtype::kInt8;
  const bool inside = subgraph.kind == SubgraphKind::kFfn && &op != &subgraph.operators.back();
  return inside ? Dtype::kInt8 : Dtype::kFp32;
}

}  // namespace

Bytes output_buffers(const Subgraph& subgraph) {
  Bytes sum;
  for (const Operator& op : subgraph.operators) {
    if (op.kind == OperatorKind::kKvAppend) continue;  // its output is the cache
    sum += Bytes{op.rows * op.columns * bytes_per_element(buffer_dtype(subgraph, op))};
  }
  return sum;
}

Bytes graph_buffers(const SubgraphDag& dag, bool shared) {
  Bytes sum;
  for (const SubgraphNode& node : dag.nodes) {
    const Subgraph& subgraph = dag.subgraphs[static_cast<std::size_t>(node.subgraph)];
    const std::int32_t first_chunk =
        subgraph.kind == SubgraphKind::kLmHead ? dag.chunk_count - 1 : 0;
    const bool first = node.chunk == first_chunk;
    if (first || !shared) sum += output_buffers(subgraph);
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
