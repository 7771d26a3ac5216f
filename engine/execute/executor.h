#pragma once

// Replays a timeline with values: runs the subgraphs of a prompt's DAG, one call per node, in any
// order that the DAG allows. Every such order gives the same bits.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/execute/float_subgraphs.h"
#include "engine/execute/npu_arithmetic.h"
#include "engine/graph/chunk.h"
#include "engine/graph/dependency.h"

namespace mllm_npu {

// Sees every result of the NPU, padding rows included.
using NpuObserver = std::function<void(SubgraphId, MatrixView<const std::int32_t>)>;

class Executor {
 public:
  // `chunks`, of one length, are cut from `prompt`; `dag` was made for them. The cache is cleared
  // and filled. All references and `prompt` must outlive the executor.
  Executor(const QuantizedModel& model, const RotaryTable& rotary, NpuArithmetic& npu,
           const SubgraphDag& dag, std::vector<Chunk> chunks, std::span<const TokenId> prompt,
           KvCache& cache);

  void set_observer(NpuObserver observer) { observer_ = std::move(observer); }

  // Computes one node. REQUIRES: the nodes that it waits for were run, and it was not.
  // Errors: InputError when the NPU refuses the graph.
  void run(SubgraphId id);

  // True when every node was run, each once.
  bool finished() const { return left_ == 0; }

  // Logits of the last token, [vocab_size]. REQUIRES: the LM head was run.
  std::span<const float> logits() const { return logits_; }
  // What the shadows had to fetch so far.
  ShadowCounts shadow_counts() const;
  // Normalized last hidden states of all tokens, [tokens, hidden_size]. REQUIRES: finished().
  Matrix<float> hidden_states();

 private:
  void require_ready(SubgraphId id);
  void run_npu(SubgraphId id, const SubgraphNode& node, SubgraphKind kind);
  void run_attention(const SubgraphNode& node);
  void run_lm_head();

  const QuantizedModel& model_;
  NpuArithmetic& npu_;
  const SubgraphDag& dag_;
  std::vector<Chunk> chunks_;
  std::span<const TokenId> prompt_;
  KvCache& cache_;
  FloatSubgraphs float_;
  std::vector<ChunkValues> values_;           // [chunks]
  std::vector<std::size_t> appended_chunks_;  // [layers] chunks whose keys and values are cached
  std::vector<std::int32_t> waits_for_;       // [nodes]; −1: was run
  std::size_t left_;
  std::vector<float> logits_;
  NpuObserver observer_;
};

}  // namespace mllm_npu
