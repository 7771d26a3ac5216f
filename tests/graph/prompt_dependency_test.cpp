// Eqs. 2 and 3 and sharing, on prompt graphs of random small models with random shadows.

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/graph/chunk_sharing_graph.h"
#include "tests/support/graph_text.h"
#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using support::inputs_of;

struct Prompt {
  ModelConfig model;
  SubgraphDag dag;
  std::vector<std::vector<SubgraphId>> inputs;

  SubgraphKind kind(SubgraphId id) const { return dag.subgraph_of(id).kind; }
  const SubgraphNode& node(SubgraphId id) const { return dag.node(id); }
  SubgraphId count() const { return static_cast<SubgraphId>(dag.nodes.size()); }
  const std::vector<SubgraphId>& inputs_of_node(SubgraphId id) const {
    return inputs[static_cast<std::size_t>(id)];
  }
  // Inputs of `id` that stand in `chunk`.
  std::int64_t inputs_in(SubgraphId id, std::int32_t chunk) const {
    const auto& all = inputs_of_node(id);
    return std::count_if(all.begin(), all.end(),
                         [&](SubgraphId input) { return node(input).chunk == chunk; });
  }
};

class PromptDependency : public ::testing::Test {
 protected:
  // Calls `check(prompt, id)` for every node of 200 random prompts.
  template <class Check>
  void for_each_node(Check check) {
    support::Random random(3);
    for (int round = 0; round < 200; ++round) {
      Prompt prompt{.model = support::random_model(random), .dag = {}, .inputs = {}};
      const auto shadow = support::random_shadows(prompt.model, random);
      prompt.dag = support::toy_graph(prompt.model, random.between(1, 6), {.shadow = shadow});
      prompt.inputs = inputs_of(prompt.dag);
      for (SubgraphId id = 0; id < prompt.count(); ++id) {
        SCOPED_TRACE("round " + std::to_string(round) + ", node " + std::to_string(id));
        check(prompt, id);
        if (HasFailure()) return;
      }
    }
  }
};

TEST_F(PromptDependency, LetsAttentionWaitForQkvAndItsShadowOfEveryChunkUpToItsOwn) {
  for_each_node([](const Prompt& prompt, SubgraphId id) {
    if (prompt.kind(id) != SubgraphKind::kAttention) return;
    const std::int32_t chunk = prompt.node(id).chunk;
    const std::int64_t own = prompt.inputs_in(id, chunk);
    EXPECT_TRUE(own == 1 || own == 2);
    for (std::int32_t each = 0; each < prompt.dag.chunk_count; ++each) {
      EXPECT_EQ(prompt.inputs_in(id, each), each <= chunk ? own : 0);
    }
    for (const SubgraphId input : prompt.inputs_of_node(id)) {
      EXPECT_TRUE(prompt.kind(input) == SubgraphKind::kQkv ||
                  prompt.kind(input) == SubgraphKind::kShadow);
      EXPECT_EQ(prompt.node(input).layer, prompt.node(id).layer);
    }
  });
}

TEST_F(PromptDependency, LetsEverythingElseWaitForItsOwnChunkAlone) {
  for_each_node([](const Prompt& prompt, SubgraphId id) {
    if (prompt.kind(id) == SubgraphKind::kAttention) return;
    for (const SubgraphId input : prompt.inputs_of_node(id)) {
      EXPECT_EQ(prompt.node(input).chunk, prompt.node(id).chunk);
    }
  });
}

TEST_F(PromptDependency, HasNoCircleAsEveryInputStandsBeforeItsReader) {
  for_each_node([](const Prompt& prompt, SubgraphId id) {
    for (const SubgraphId input : prompt.inputs_of_node(id)) EXPECT_LT(input, id);
  });
}

TEST_F(PromptDependency, HasNoEdgeTwice) {
  for_each_node([](const Prompt& prompt, SubgraphId id) {
    const auto& inputs = prompt.inputs_of_node(id);  // ascending
    EXPECT_EQ(std::adjacent_find(inputs.begin(), inputs.end()), inputs.end());
  });
}

TEST_F(PromptDependency, LetsOnlyEmbeddingsStartWithoutInputs) {
  for_each_node([](const Prompt& prompt, SubgraphId id) {
    EXPECT_EQ(prompt.inputs_of_node(id).empty(), prompt.kind(id) == SubgraphKind::kEmbedding);
  });
}

TEST_F(PromptDependency, EndsWithOneHeadAfterTheLastBlockOfTheLastChunk) {
  for_each_node([](const Prompt& prompt, SubgraphId id) {
    const bool last = id == prompt.count() - 1;
    EXPECT_EQ(prompt.kind(id) == SubgraphKind::kLmHead, last);
    if (!last) return;
    EXPECT_EQ(prompt.node(id).chunk, prompt.dag.chunk_count - 1);
    for (const SubgraphId input : prompt.inputs_of_node(id)) {
      EXPECT_EQ(prompt.node(input).layer, prompt.model.num_hidden_layers - 1);
    }
  });
}

TEST_F(PromptDependency, RunsOneSubgraphInAllChunksUnlessItIsAttention) {
  for_each_node([](const Prompt& prompt, SubgraphId id) {
    const SubgraphNode& node = prompt.node(id);
    const SubgraphId per_chunk = (prompt.count() - 1) / prompt.dag.chunk_count;
    if (node.chunk == 0 || id == prompt.count() - 1) return;
    const SubgraphNode& first = prompt.node(id - node.chunk * per_chunk);
    EXPECT_EQ(first.chunk, 0);
    EXPECT_EQ(first.layer, node.layer);
    EXPECT_EQ(first.subgraph != node.subgraph, prompt.kind(id) == SubgraphKind::kAttention);
  });
}

TEST_F(PromptDependency, ShowsEachAttentionTheKeysOfItsChunk) {
  for_each_node([](const Prompt& prompt, SubgraphId id) {
    for (const Operator& op : prompt.dag.subgraph_of(id).operators) {
      if (op.kind != OperatorKind::kAttention) continue;
      const std::int64_t all = (prompt.node(id).chunk + 1) * 8;
      const std::int64_t window = prompt.model.sliding_window.value_or(all) + 8;
      EXPECT_EQ(op.inner, std::min(all, window));
    }
  });
}

TEST(PromptWithAHeadForEveryToken, EndsEachChunkWithOneAfterItsLastBlock) {
  support::Random random(5);
  const ModelConfig model = support::random_model(random);
  const SubgraphDag dag = support::toy_graph(model, 3, {.head_for_every_token = true});
  const auto inputs = inputs_of(dag);
  std::int32_t heads = 0;
  for (SubgraphId id = 0; id < static_cast<SubgraphId>(dag.nodes.size()); ++id) {
    if (dag.subgraph_of(id).kind != SubgraphKind::kLmHead) continue;
    EXPECT_EQ(dag.node(id).chunk, heads++);
    for (const SubgraphId input : inputs[static_cast<std::size_t>(id)]) {
      EXPECT_EQ(dag.node(input).chunk, dag.node(id).chunk);
      EXPECT_EQ(dag.node(input).layer, model.num_hidden_layers - 1);
    }
    EXPECT_TRUE(dag.successors_of(id).empty());
  }
  EXPECT_EQ(heads, 3);
}

}  // namespace
}  // namespace mllm_npu
