#include "engine/execute/executor.h"

#include <numeric>

#include <gtest/gtest.h>

#include "engine/graph/chunk_sharing_graph.h"
#include "tests/support/computed_run.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::ComputedRun;
using support::ComputingModel;
using support::DrivenPrompt;

constexpr std::int64_t kChunk = 8;

std::vector<SubgraphId> in_order(const SubgraphDag& dag) {
  std::vector<SubgraphId> order(dag.nodes.size());
  std::iota(order.begin(), order.end(), 0);
  return order;
}

SubgraphId last_of(const SubgraphDag& dag, SubgraphKind kind) {
  for (auto id = static_cast<SubgraphId>(dag.nodes.size()); id-- > 0;) {
    if (dag.subgraph_of(id).kind == kind) return id;
  }
  return -1;
}

class Executors : public ::testing::Test {
 protected:
  const ComputingModel model_{support::tiny_model("mistral-7b")};
};

TEST_F(Executors, AreFinishedWhenEveryNodeWasRun) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(kChunk + 1), kChunk);
  for (const SubgraphId id : in_order(prompt.dag)) {
    EXPECT_FALSE(prompt.executor.finished());
    prompt.executor.run(id);
  }
  EXPECT_TRUE(prompt.executor.finished());
}

TEST_F(Executors, ShowEachResultOfTheNpuOnce) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(2 * kChunk + 1), kChunk);
  const ComputedRun run = prompt.run(in_order(prompt.dag));
  std::vector<SubgraphId> expected;
  for (const SubgraphId id : in_order(prompt.dag)) {
    if (prompt.dag.affinity_of(id) == Processor::kNpu) expected.push_back(id);
  }
  EXPECT_EQ(run.npu_ran, expected);
  EXPECT_EQ(expected.size(), 3U * 2 * 3);  // chunks, layers, kinds
}

TEST_F(Executors, GiveTheNpuAPaddedChunkInTheShapeThatWasBuilt) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(kChunk + 3), kChunk);
  std::int64_t padded = 0;
  prompt.executor.set_observer([&](SubgraphId id, MatrixView<const std::int32_t> result) {
    EXPECT_EQ(result.rows, kChunk);
    if (prompt.dag.node(id).chunk != 1 || prompt.dag.subgraph_of(id).kind == SubgraphKind::kFfn) {
      return;
    }
    ++padded;
    for (std::int64_t row = 3; row < kChunk; ++row) {
      for (const std::int32_t sum : result.row(row)) ASSERT_EQ(sum, 0);  // nothing times weights
    }
  });
  for (const SubgraphId id : in_order(prompt.dag)) prompt.executor.run(id);
  EXPECT_EQ(padded, 4);
}

TEST_F(Executors, FillTheCacheWithThePromptsTokensAndNoMore) {
  for (const std::int64_t length : {1, 7, 8, 9, 10, 11, 12, 16, 17}) {
    DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(length), kChunk);
    prompt.run(in_order(prompt.dag));
    EXPECT_EQ(prompt.cache.tokens(0), length);
    EXPECT_EQ(prompt.cache.tokens(1), length);
  }
}

TEST_F(Executors, BeginWithAnEmptyCache) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(kChunk), kChunk);
  prompt.run(in_order(prompt.dag));
  Executor again(model_.quantized, model_.rotary, prompt.npu, prompt.dag, prompt.chunks,
                 prompt.prompt, prompt.cache);
  EXPECT_EQ(prompt.cache.tokens(0), 0);
  for (const SubgraphId id : in_order(prompt.dag)) again.run(id);
  EXPECT_EQ(prompt.cache.tokens(0), kChunk);
}

TEST_F(Executors, HandOnThatTheNpuRefusesAGraph) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(kChunk), kChunk);
  NpuArithmetic nothing_built(model_.quantized);
  Executor executor(model_.quantized, model_.rotary, nothing_built, prompt.dag, prompt.chunks,
                    prompt.prompt, prompt.cache);
  executor.run(0);
  executor.run(1);
  EXPECT_EQ(support::input_error_of([&] { executor.run(2); }),
            "NPU runtime: qkv.0: expected rows that the graph was built for, found 8");
}

using ExecutorsDeathTest = Executors;

TEST_F(ExecutorsDeathTest, RunNoNodeTwice) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(kChunk), kChunk);
  prompt.executor.run(0);
  EXPECT_DEATH(prompt.executor.run(0), "node 0 waits for -1");
}

TEST_F(ExecutorsDeathTest, RunNoNodeBeforeItsInputs) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(2 * kChunk), kChunk);
  EXPECT_DEATH(prompt.executor.run(1), "node 1 waits for 1");
  const SubgraphId attention = last_of(prompt.dag, SubgraphKind::kAttention);
  EXPECT_DEATH(prompt.executor.run(attention), "waits for 2");  // QKV of both chunks
  EXPECT_DEATH(prompt.executor.run(last_of(prompt.dag, SubgraphKind::kLmHead)), "waits for");
}

TEST_F(ExecutorsDeathTest, HaveNoHiddenStatesBeforeTheyAreFinished) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(kChunk), kChunk);
  EXPECT_DEATH(prompt.executor.hidden_states(), "14 nodes left");
}

TEST_F(ExecutorsDeathTest, TakeNoDagOfOtherChunks) {
  DrivenPrompt prompt(model_.quantized, model_.rotary, model_.tokens(2 * kChunk), kChunk);
  EXPECT_DEATH(Executor(model_.quantized, model_.rotary, prompt.npu, prompt.dag,
                        {prompt.chunks.front()}, prompt.prompt, prompt.cache),
               "1");
}

}  // namespace
}  // namespace mllm_npu
