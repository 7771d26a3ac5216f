#pragma once

// What a prompt's computation gave, in a form in which two runs can be held against each other
// whatever their chunks and their order were.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/runtime/computed_prefill.h"
#include "tests/support/computing_model.h"

namespace mllm_npu::support {

struct ComputedRun {
  // The NPU's int32 results by kind and layer, [tokens, outputs]: rows of padding are left out.
  std::map<std::pair<SubgraphKind, std::int32_t>, std::vector<std::int32_t>> results;
  std::vector<float> logits;        // [vocab_size]
  std::vector<float> hidden;        // [tokens, hidden_size]
  std::vector<SubgraphId> npu_ran;  // the NPU's nodes as they ran
};

// Where the values of two runs are not the same bits, in one line; "" where they are.
std::string difference(const ComputedRun& a, const ComputedRun& b);

// A prompt through `engine`, in the order of its timeline.
ComputedRun run_engine(ComputingEngine& engine, const std::vector<TokenId>& prompt, KvCache& cache);

// A prompt whose subgraphs are run by hand, one by one.
struct DrivenPrompt {
  DrivenPrompt(const QuantizedModel& model, const RotaryTable& rotary, std::vector<TokenId> tokens,
               std::int64_t chunk_length);
  DrivenPrompt(const DrivenPrompt&) = delete;
  DrivenPrompt& operator=(const DrivenPrompt&) = delete;

  // Runs the nodes in `order`.
  ComputedRun run(const std::vector<SubgraphId>& order);

  const std::vector<TokenId> prompt;
  const std::vector<Chunk> chunks;
  const SubgraphDag dag;
  KvCache cache;
  NpuArithmetic npu;  // all graphs of `dag` are built
  Executor executor;
};

// Nodes of `dag` in an order that it allows: of those that are ready, `choose(ready)` tells the
// place of the next.
std::vector<SubgraphId> legal_order(
    const SubgraphDag& dag,
    const std::function<std::size_t(const std::vector<SubgraphId>& ready)>& choose);

}  // namespace mllm_npu::support
