#include "engine/graph/chunk_sharing_graph.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/graph_text.h"
#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using support::node_lines;
using support::parallel_toy_model;
using support::toy_graph;
using support::toy_model;
using support::Words;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

// chunk 0  embedding ─ norm ─ qkv ─ attention ─ output ─ ffn_norm ─ ffn
//                               └──────────┐
// chunk 1  embedding ─ norm ─ qkv ─ attention ─ output ─ ffn_norm ─ ffn ─ lm_head
TEST(ChunkSharingGraph, TiesTwoChunksAtTheAttentionOfTheSecond) {
  EXPECT_THAT(node_lines(toy_graph(toy_model(1), 2)),
              ElementsAre("embedding of 0", "attention_norm.0 of 0 <- embedding of 0",
                          "qkv.0 of 0 <- attention_norm.0 of 0", "attention.0 of 0 <- qkv.0 of 0",
                          "output.0 of 0 <- attention.0 of 0", "ffn_norm.0 of 0 <- output.0 of 0",
                          "ffn.0 of 0 <- ffn_norm.0 of 0",  //
                          "embedding of 1", "attention_norm.0 of 1 <- embedding of 1",
                          "qkv.0 of 1 <- attention_norm.0 of 1",
                          "attention.0 of 1 <- qkv.0 of 0, qkv.0 of 1",
                          "output.0 of 1 <- attention.0 of 1", "ffn_norm.0 of 1 <- output.0 of 1",
                          "ffn.0 of 1 <- ffn_norm.0 of 1", "lm_head of 1 <- ffn.0 of 1"));
}

// layer 0  norm ─ qkv ─ ... ─ ffn ┐
// layer 1                         └ norm ─ qkv ─ ...
TEST(ChunkSharingGraph, StartsALayerWhereTheOneBeforeEnds) {
  EXPECT_THAT(
      node_lines(toy_graph(toy_model(2), 1)),
      IsSupersetOf(Words{"attention_norm.1 of 0 <- ffn.0 of 0", "lm_head of 0 <- ffn.1 of 0"}));
}

// layer 0  norm ┬─ qkv ─ attention ─ output ─ residual ┐
//               └─ ffn ────────────────────────────────┴ norm of layer 1
TEST(ChunkSharingGraph, WaitsForBothBranchesOfAParallelBlock) {
  EXPECT_THAT(node_lines(toy_graph(parallel_toy_model(2), 1)),
              IsSupersetOf(Words{"ffn.0 of 0 <- attention_norm.0 of 0",
                                 "ffn_norm.0 of 0 <- attention_norm.0 of 0, output.0 of 0",
                                 "attention_norm.1 of 0 <- ffn_norm.0 of 0, ffn.0 of 0",
                                 "lm_head of 0 <- ffn_norm.1 of 0, ffn.1 of 0"}));
}

// A shadow of QKV holds keys and values as QKV does: every later chunk waits for both.
TEST(ChunkSharingGraph, WaitsForTheShadowsOfEarlierChunksToo) {
  std::vector<LayerShadow> shadow(1);
  shadow[0].of(LinearRole::kK) = {.hot = 1};
  EXPECT_THAT(node_lines(toy_graph(toy_model(1), 2, {.shadow = shadow})),
              IsSupersetOf(Words{"attention.0 of 0 <- qkv.0 of 0, shadow.0 of 0",
                                 "attention.0 of 1 <- qkv.0 of 0, shadow.0 of 0, qkv.0 of 1, "
                                 "shadow.0 of 1"}));
}

// Kind, inner dimension and columns of every operator of a layer's subgraphs in the first chunk.
Words layer_of(const SubgraphDag& dag, std::int32_t layer) {
  Words words;
  for (const SubgraphNode& node : dag.nodes) {
    if (node.chunk != 0 || node.layer != layer) continue;
    for (const Operator& op : dag.subgraphs[static_cast<std::size_t>(node.subgraph)].operators) {
      words.push_back(std::string(name_of(op.kind)) + " " + std::to_string(op.inner) + " " +
                      std::to_string(op.columns));
    }
  }
  return words;
}

// Layers 2 and 3 differ only in what stands before them.
TEST(ChunkSharingGraph, AddsAShadowedDownProjectionInTheNextBlock) {
  std::vector<LayerShadow> shadow(4);
  shadow[1].of(LinearRole::kDown) = {.hot = 1};
  const SubgraphDag dag = toy_graph(toy_model(4), 1, {.shadow = shadow});
  EXPECT_THAT(node_lines(dag),
              IsSupersetOf(Words{"attention_norm.2 of 0 <- down.1 of 0, shadow.1 of 0"}));
  EXPECT_THAT(layer_of(dag, 2), Contains("shadow_add 0 64"));
  for (const std::int32_t other : {0, 1, 3}) {
    EXPECT_THAT(layer_of(dag, other), Not(Contains("shadow_add 0 64")));
  }
}

// A prompt with the layers 0 and 1 of their own kind and 2 and 3 alike.
TEST(ChunkSharingGraph, BuildsEachLayerWithItsOwnShadows) {
  std::vector<LayerShadow> shadow(4);
  shadow[0].of(LinearRole::kO) = {.hot = 1};
  shadow[1].of(LinearRole::kO) = {.hot = 2};
  const SubgraphDag dag = toy_graph(toy_model(4), 1, {.shadow = shadow});
  EXPECT_THAT(layer_of(dag, 0), Contains("shadow_linear 1 64"));
  EXPECT_THAT(layer_of(dag, 1), Contains("shadow_linear 2 64"));
  EXPECT_THAT(layer_of(dag, 2), Not(Contains(StartsWith("shadow"))));
  EXPECT_EQ(layer_of(dag, 2), layer_of(dag, 3));
}

TEST(ChunkSharingGraph, AddsAResidualInEveryLayerButTheFirst) {
  const SubgraphDag dag = toy_graph(toy_model(2), 1);
  EXPECT_THAT(layer_of(dag, 0), Contains("add 0 64").Times(1));
  EXPECT_THAT(layer_of(dag, 1), Contains("add 0 64").Times(2));
}

TEST(ChunkSharingGraph, PassesItsOptionsToEveryBlock) {
  const SubgraphDag dag =
      toy_graph(toy_model(2), 1, {.group_size = 32, .float_processor = Processor::kGpu});
  for (const std::int32_t layer : {0, 1}) {
    EXPECT_THAT(layer_of(dag, layer), Not(Contains(StartsWith("linear"))));
    EXPECT_THAT(layer_of(dag, layer), Contains(StartsWith("group_linear")).Times(7));
  }
  for (const Subgraph& subgraph : dag.subgraphs) {
    if (subgraph.kind != SubgraphKind::kAttention) continue;
    EXPECT_EQ(subgraph.affinity, Processor::kGpu);
  }
}

TEST(CountSharing, FindsThePapers144SubgraphsOfWhich120AreShared) {
  const ModelConfig qwen = find_model("qwen1.5-1.8b");
  const SharingCount count = count_sharing(chunk_sharing_graph(qwen, cut_prompt(1024, 256), {}));
  EXPECT_EQ(count.subgraphs, 144);
  EXPECT_EQ(count.shared, 120);
}

TEST(CountSharing, DoesNotDependOnTheNumberOfChunks) {
  for (const std::int64_t chunks : {1, 2, 7}) {
    const SharingCount count = count_sharing(toy_graph(toy_model(3), chunks));
    EXPECT_EQ(count.subgraphs, 18);
    EXPECT_EQ(count.shared, 15);
  }
}

TEST(KeyCount, GrowsByAChunkPerChunk) {
  EXPECT_EQ(key_count(toy_model(), 8, 0), 8);
  EXPECT_EQ(key_count(toy_model(), 8, 3), 32);
}

TEST(KeyCount, StopsAtTheSlidingWindowBeforeTheChunk) {
  ModelConfig model = toy_model();
  model.sliding_window = 16;
  EXPECT_EQ(key_count(model, 8, 1), 16);
  EXPECT_EQ(key_count(model, 8, 2), 24);  // the first row sees 16 back, the last one itself
  EXPECT_EQ(key_count(model, 8, 3), 24);
  EXPECT_EQ(key_count(model, 8, 100), 24);
}

TEST(ChunkSharingGraphDeathTest, WithoutChunksOrWithShadowsOfOtherLayersStopsTheProgram) {
  EXPECT_DEATH(chunk_sharing_graph(toy_model(), {}, {}), "no chunk");
  EXPECT_DEATH(toy_graph(toy_model(2), 1, {.shadow = std::vector<LayerShadow>(3)}),
               "3 layers of shadows");
}

}  // namespace
}  // namespace mllm_npu
