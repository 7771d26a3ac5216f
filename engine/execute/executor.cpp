#include "engine/execute/executor.h"

#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/kernels/fp32_matmul.h"

namespace mllm_npu {

Executor::Executor(const QuantizedModel& model, const RotaryTable& rotary, NpuArithmetic& npu,
                   const SubgraphDag& dag, std::vector<Chunk> chunks,
                   std::span<const TokenId> prompt, KvCache& cache)
    : model_(model),
      npu_(npu),
      dag_(dag),
      chunks_(std::move(chunks)),
      prompt_(prompt),
      cache_(cache),
      float_(model, rotary, chunks_.front().length),
      appended_chunks_(model.blocks.size()),
      waits_for_(dag.predecessor_count),
      left_(dag.nodes.size()) {
  MLLM_NPU_CHECK(std::cmp_equal(dag.chunk_count, chunks_.size()), std::to_string(chunks_.size()));
  cache_.clear();
  values_.reserve(chunks_.size());
  for (const Chunk& chunk : chunks_) values_.emplace_back(model, chunk.length);
}

void Executor::require_ready(SubgraphId id) {
  std::int32_t& waits_for = waits_for_[static_cast<std::size_t>(id)];
  MLLM_NPU_CHECK(waits_for == 0, "node " + std::to_string(id) + " waits for " +
                                     std::to_string(waits_for) + " (-1: was run)");
  waits_for = -1;
  for (const SubgraphId after : dag_.successors_of(id)) {
    --waits_for_[static_cast<std::size_t>(after)];
  }
  --left_;
}

void Executor::run(SubgraphId id) {
  require_ready(id);
  const SubgraphNode& node = dag_.node(id);
  const auto chunk = static_cast<std::size_t>(node.chunk);
  ChunkValues& values = values_[chunk];
  const SubgraphKind kind = dag_.subgraph_of(id).kind;
  switch (kind) {
    case SubgraphKind::kEmbedding:
      return float_.embedding(prompt_.subspan(static_cast<std::size_t>(chunks_[chunk].begin),
                                              static_cast<std::size_t>(chunks_[chunk].tokens)),
                              chunks_[chunk].begin, values);
    case SubgraphKind::kAttentionNorm:
      return float_.attention_norm(node.layer, values);
    case SubgraphKind::kAttention:
      return run_attention(node);
    case SubgraphKind::kFfnNorm:
      return float_.ffn_norm(node.layer, values);
    case SubgraphKind::kLmHead:  // nobody reads the logits of earlier chunks
      return node.chunk + 1 == dag_.chunk_count ? run_lm_head() : void();
    case SubgraphKind::kQkv:
    case SubgraphKind::kOutput:
    case SubgraphKind::kFfn:
    case SubgraphKind::kFfnGateUp:
    case SubgraphKind::kDown:
      return run_npu(id, node, kind);
    case SubgraphKind::kFfnSynchronization:
      return float_.ffn_synchronization(node.layer, values);
    case SubgraphKind::kFlashRead:
      return values.shadow->fetch(node.layer, dag_.subgraph_of(id).shadowed, values.tokens);
    case SubgraphKind::kShadow:
      return values.shadow->multiply(node.layer, dag_.subgraph_of(id).shadowed, values.tokens);
  }
}

namespace {

struct NpuValues {
  MatrixView<const std::int8_t> input;
  Matrix<std::int32_t>& result;
};

}  // namespace

// The activation between the halves of an FFN stands in the NPU's graph where gate and up have no
// shadow; its values are the same wherever it runs, and are computed with the synchronization.
void Executor::run_npu(SubgraphId id, const SubgraphNode& node, SubgraphKind kind) {
  ChunkValues& values = values_[static_cast<std::size_t>(node.chunk)];
  const ChunkValues& read = values;
  const auto [input, result] = [&]() -> NpuValues {
    switch (kind) {
      case SubgraphKind::kQkv:
        return {read.input.view(), values.qkv};
      case SubgraphKind::kOutput:
        return {read.attended.view(), values.output};
      case SubgraphKind::kFfnGateUp:
        return {float_.ffn_input(values), values.gate_up};
      case SubgraphKind::kDown:
        return {read.activated.view(), values.ffn};
      default:
        return {float_.ffn_input(values), values.ffn};
    }
  }();
  npu_.execute(kind, node.layer, input, result.view());
  if (observer_) observer_(id, std::as_const(result).view());
}

// Eq. 2 asks that the QKV of all earlier chunks is there, not that their attention has run: whoever
// needs their keys first appends them, in the order of the chunks.
void Executor::run_attention(const SubgraphNode& node) {
  const auto chunk = static_cast<std::size_t>(node.chunk);
  std::size_t& appended = appended_chunks_[static_cast<std::size_t>(node.layer)];
  for (; appended <= chunk; ++appended) {
    float_.append_keys(node.layer, values_[appended], cache_);
  }
  float_.attention(node.layer, values_[chunk], cache_);
}

void Executor::run_lm_head() {
  Matrix<float> hidden(1, model_.model().hidden_size);
  float_.last_norm(values_.back(), values_.back().tokens - 1, hidden.view());
  logits_.resize(static_cast<std::size_t>(model_.model().vocab_size));
  fp32_matmul(std::as_const(hidden).view(), model_.lm_head.weight, model_.lm_head.bias,
              {logits_.data(), 1, model_.model().vocab_size});
}

ShadowCounts Executor::shadow_counts() const {
  ShadowCounts counts;
  for (const ChunkValues& values : values_) {
    if (values.shadow) counts += values.shadow->counts();
  }
  return counts;
}

Matrix<float> Executor::hidden_states() {
  MLLM_NPU_CHECK(finished(), std::to_string(left_) + " nodes left");
  Matrix<float> hidden(static_cast<std::int64_t>(prompt_.size()), model_.model().hidden_size);
  for (std::size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
    float_.last_norm(values_[chunk], 0,
                     hidden.view().row_range(chunks_[chunk].begin, chunks_[chunk].tokens));
  }
  return hidden;
}

}  // namespace mllm_npu
