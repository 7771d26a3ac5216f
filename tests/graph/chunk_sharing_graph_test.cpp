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
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

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

TEST(ChunkSharingGraph, AddsAShadowedDownProjectionInTheNextBlock) {
  std::vector<LayerShadow> shadow(2);
  shadow[0].of(LinearRole::kDown) = {.hot = 1};
  const SubgraphDag dag = toy_graph(toy_model(2), 1, {.shadow = shadow});
  EXPECT_THAT(node_lines(dag),
              IsSupersetOf(Words{"attention_norm.1 of 0 <- down.0 of 0, shadow.0 of 0"}));
  for (std::size_t id = 0; id < dag.nodes.size(); ++id) {
    const Subgraph& subgraph = dag.subgraph_of(static_cast<SubgraphId>(id));
    if (subgraph.kind != SubgraphKind::kAttentionNorm) continue;
    const Words operators = support::operator_names(subgraph);
    EXPECT_EQ(std::count(operators.begin(), operators.end(), "shadow_add"),
              dag.nodes[id].layer == 1 ? 1 : 0);
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
