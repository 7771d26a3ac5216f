#include "engine/soc/memory_model.h"

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"

namespace mllm_npu {
namespace {

// Two layers; q 4×4, k and v 4×2, o 4×4, gate and up 4×8, down 8×4: 144 weights a layer.
ModelConfig toy_model() {
  ModelConfig model;
  model.hidden_size = 4;
  model.intermediate_size = 8;
  model.num_hidden_layers = 2;
  model.num_attention_heads = 2;
  model.num_key_value_heads = 1;
  model.head_dim = 2;
  model.vocab_size = 10;
  return model;
}
constexpr std::int64_t kToyLinears = 2 * (16 + 8 + 8 + 16 + 32 + 32 + 32);

SubgraphDag dag_of(const ModelConfig& model, std::int64_t tokens, std::int64_t chunk_length,
                   const ChunkSharingOptions& options = {}) {
  return chunk_sharing_graph(model, cut_prompt(tokens, chunk_length), options);
}

// Every linear of both layers with a hot and a cold channel.
std::vector<LayerShadow> full_shadow() {
  LayerShadow layer;
  layer.channels.fill({.hot = 1, .cold = 1});
  return {layer, layer};
}

TEST(Int8Weights, AreOneByteForEachLinearWeightAndBothTables) {
  EXPECT_EQ(int8_weights(toy_model()), Bytes{kToyLinears + 2 * 10 * 4});
}

TEST(Int8Weights, CountATiedHeadOnce) {
  ModelConfig tied = toy_model();
  tied.tie_word_embeddings = true;
  EXPECT_EQ(int8_weights(tied), Bytes{kToyLinears + 10 * 4});
}

TEST(Int8Weights, OfEveryModelAreTheClosedForm) {
  for (const std::string& name : model_names()) {
    const ModelConfig m = find_model(name);
    const std::int64_t attention =
        m.hidden_size * m.head_dim * 2 * (m.num_attention_heads + m.num_key_value_heads);
    const std::int64_t mlp = (m.gated_mlp ? 3 : 2) * m.hidden_size * m.intermediate_size;
    const std::int64_t tables = (m.tie_word_embeddings ? 1 : 2) * m.vocab_size * m.hidden_size;
    EXPECT_EQ(int8_weights(m).value, m.num_hidden_layers * (attention + mlp) + tables) << name;
  }
}

TEST(OutputBuffers, AreFourBytesPerOutputAndOneWhenQuantized) {
  const Subgraph norm{.kind = SubgraphKind::kAttentionNorm,
                      .operators = {{.kind = OperatorKind::kNorm, .rows = 3, .columns = 5},
                                    {.kind = OperatorKind::kQuantize, .rows = 3, .columns = 5}}};
  EXPECT_EQ(output_buffers(norm), Bytes{3 * 5 * 4 + 3 * 5});
}

TEST(OutputBuffers, InsideTheFfnAreInt8AndItsResultIsNot) {
  const Subgraph ffn{
      .kind = SubgraphKind::kFfn,
      .operators = {{.kind = OperatorKind::kLinear, .rows = 3, .inner = 4, .columns = 8},
                    {.kind = OperatorKind::kActivation, .rows = 3, .columns = 8},
                    {.kind = OperatorKind::kLinear, .rows = 3, .inner = 8, .columns = 4}}};
  EXPECT_EQ(output_buffers(ffn), Bytes{3 * 8 + 3 * 8 + 3 * 4 * 4});
}

TEST(OutputBuffers, LeaveOutTheKvCache) {
  const Subgraph append{.kind = SubgraphKind::kAttention,
                        .operators = {{.kind = OperatorKind::kKvAppend, .rows = 3, .columns = 4}}};
  EXPECT_EQ(output_buffers(append), Bytes{0});
}

TEST(OutputBuffers, HoldOutlierColumnsInFloatAndColdRowsInInt8) {
  const Subgraph shadow{
      .kind = SubgraphKind::kShadow,
      .operators = {{.kind = OperatorKind::kShadowGather, .rows = 3, .inner = 5},
                    {.kind = OperatorKind::kShadowLinear, .rows = 3, .inner = 5, .columns = 8}}};
  EXPECT_EQ(output_buffers(shadow), Bytes{3 * 5 * 4 + 3 * 8 * 4});
  const Subgraph read{.kind = SubgraphKind::kFlashRead,
                      .affinity = Processor::kFlash,
                      .operators = {{.kind = OperatorKind::kFlashRead, .inner = 2, .columns = 8}}};
  EXPECT_EQ(output_buffers(read), Bytes{2 * 8});
}

TEST(BuffersByOperator, AreThoseOfTheGraphsAndOfTheRest) {
  for (const std::int64_t chunks : {1, 4}) {
    for (const auto& shadow : {std::vector<LayerShadow>{}, full_shadow()}) {
      const SubgraphDag dag = dag_of(toy_model(), 16 * chunks, 16, {.shadow = shadow});
      Bytes graphs;
      Bytes all;
      for (const OperatorBuffers& each : buffers_by_operator(dag)) {
        graphs += each.graphs;
        all += each.graphs + each.activations;
      }
      EXPECT_EQ(graphs, npu_graph_buffers(dag));
      EXPECT_EQ(all, graph_buffers(dag, true));
    }
  }
}

TEST(BuffersByOperator, ListEachKindThatHasBuffersOnceInOrder) {
  const auto all = buffers_by_operator(dag_of(toy_model(), 16, 16, {.shadow = full_shadow()}));
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1].kind, all[i].kind);
  for (const OperatorBuffers& each : all) {
    EXPECT_NE(each.kind, OperatorKind::kKvAppend);
    EXPECT_GT(each.graphs + each.activations, Bytes{0}) << name_of(each.kind);
  }
}

TEST(BuffersByOperator, CountAnOperatorWhereItRuns) {
  // Two layers of seven linears with 44 output columns and 16 rows, the last one 32 bit.
  for (const OperatorBuffers& each : buffers_by_operator(dag_of(toy_model(), 16, 16))) {
    if (each.kind == OperatorKind::kLinear) {
      EXPECT_EQ(each.graphs, Bytes{2 * 16 * (4 * (4 + 2 + 2 + 4) + 8 + 8 + 4 * 4)});
      EXPECT_EQ(each.activations, Bytes{0});
    }
    if (each.kind == OperatorKind::kNorm) {
      EXPECT_EQ(each.graphs, Bytes{0});
      EXPECT_EQ(each.activations, Bytes{4 * 4 * (2 * 2 * 16 + 1)});  // and the last token's
    }
  }
}

TEST(GraphBuffers, OfOneChunkAreTheSameSharedOrNot) {
  const SubgraphDag dag = dag_of(toy_model(), 16, 16);
  EXPECT_EQ(graph_buffers(dag, true), graph_buffers(dag, false));
}

TEST(GraphBuffers, WithoutSharingHoldEveryNode) {
  const SubgraphDag dag = dag_of(toy_model(), 64, 16);
  Bytes all;
  for (const SubgraphNode& node : dag.nodes) {
    all += output_buffers(dag.subgraphs[static_cast<std::size_t>(node.subgraph)]);
  }
  EXPECT_EQ(graph_buffers(dag, false), all);
}

TEST(GraphBuffers, WhenSharedDoNotGrowWithThePrompt) {
  const Bytes one = graph_buffers(dag_of(toy_model(), 16, 16), true);  // the LM head's too
  EXPECT_EQ(graph_buffers(dag_of(toy_model(), 64, 16), true), one);
  EXPECT_EQ(graph_buffers(dag_of(toy_model(), 1024, 16), true), one);
}

TEST(GraphBuffers, GrowWithTheChunkLength) {
  EXPECT_LT(graph_buffers(dag_of(toy_model(), 64, 16), true),
            graph_buffers(dag_of(toy_model(), 64, 32), true));
}

TEST(GraphMemory, HoldsTheWeightsOnceWhenSharedAndPerChunkOtherwise) {
  const ModelConfig model = toy_model();
  const SubgraphDag dag = dag_of(model, 64, 16);
  EXPECT_EQ(graph_memory(model, dag, true), graph_buffers(dag, true) + Bytes{kToyLinears});
  EXPECT_EQ(graph_memory(model, dag, false), graph_buffers(dag, false) + Bytes{4 * kToyLinears});
}

TEST(GraphMemory, OfFourChunksOfQwenIsSmallerByThreeQuartersWhenShared) {
  const ModelConfig qwen = find_model("qwen1.5-1.8b");
  const SubgraphDag dag = dag_of(qwen, 1024, 256);
  const double copies = to_gigabytes(graph_memory(qwen, dag, false));
  const double shared = to_gigabytes(graph_memory(qwen, dag, true));
  RecordProperty("copies_gb", std::to_string(copies));
  RecordProperty("shared_gb", std::to_string(shared));
  EXPECT_NEAR(1 - shared / copies, 0.75, 1e-3);
}

TEST(KvCache, IsTwoBytesForEveryKeyAndValue) {
  EXPECT_EQ(kv_cache(toy_model(), 5), Bytes{2 * 2 * 2 * 5 * 2});  // layers, k and v, width, tokens
  EXPECT_EQ(kv_cache(toy_model(), 0), Bytes{0});
}

TEST(ShadowWeights, AtShareOneAreTheFullSecondCopy) {
  EXPECT_EQ(shadow_weights(toy_model(), full_shadow(), 1), Bytes{kToyLinears});
}

TEST(ShadowWeights, AtShareZeroAreNothing) {
  EXPECT_EQ(shadow_weights(toy_model(), full_shadow(), 0), Bytes{0});
}

TEST(ShadowWeights, RoundUpToWholeRows) {
  std::vector<LayerShadow> down(2);
  down[1].of(LinearRole::kDown) = {.hot = 1, .cold = 0};  // 8 rows of 4
  EXPECT_EQ(shadow_weights(toy_model(), down, 0.25), Bytes{2 * 4});
  EXPECT_EQ(shadow_weights(toy_model(), down, 0.26), Bytes{3 * 4});
}

TEST(ShadowWeights, DoNotCountPrunedLinears) {
  std::vector<LayerShadow> but_one = full_shadow();
  but_one[0].of(LinearRole::kUp) = {};
  EXPECT_EQ(shadow_weights(toy_model(), but_one, 1), Bytes{kToyLinears - 32});
  EXPECT_EQ(shadow_weights(toy_model(), {}, 1), Bytes{0});
}

TEST(ShadowWeights, GrowWithTheShare) {
  const ModelConfig qwen = find_model("qwen1.5-1.8b");
  LayerShadow all;
  all.channels.fill({.hot = 1, .cold = 0});
  const std::vector<LayerShadow> shadow(24, all);
  Bytes before;
  for (int percent = 0; percent <= 100; percent += 5) {
    const Bytes now = shadow_weights(qwen, shadow, percent / 100.0);
    EXPECT_GE(now, before) << percent;
    before = now;
  }
  EXPECT_EQ(before, Bytes{linear_weight_count(qwen)});
}

}  // namespace
}  // namespace mllm_npu
