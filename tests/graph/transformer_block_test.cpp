#include "engine/graph/transformer_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/graph_text.h"
#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using support::operator_names;
using support::output_names;
using support::parallel_toy_model;
using support::part;
using support::part_lines;
using support::toy_model;
using ::testing::ElementsAre;

TransformerBlock block(const ModelConfig& model, BlockOptions options = {}) {
  options.chunk_length = 16;
  return transformer_block(model, options, 48);
}

// CPU  norm ┐    ┌ attention ┐        ┌ ffn_norm ┐
// NPU       └ qkv┘           └ output ┘          └ ffn ─► next block
TEST(TransformerBlock, AlternatesBetweenCpuAndNpuInSixParts) {
  EXPECT_THAT(part_lines(block(toy_model())),
              ElementsAre("attention_norm CPU <- before", "qkv NPU <- attention_norm",
                          "attention CPU <- qkv", "output NPU <- attention",
                          "ffn_norm CPU <- output", "ffn NPU <- ffn_norm"));
  EXPECT_THAT(output_names(block(toy_model())), ElementsAre("ffn"));
}

// CPU  norm ┬─────┐    ┌ attention ┐        ┌ ffn_norm (residual) ┬─► next block
// NPU       └ ffn └ qkv┘           └ output ┘                     │
//              └──────────────────────────────────────────────────┘
TEST(TransformerBlock, ThatIsParallelRunsItsFfnOnTheNormOfAttention) {
  EXPECT_THAT(part_lines(block(parallel_toy_model())),
              ElementsAre("attention_norm CPU <- before", "qkv NPU <- attention_norm",
                          "attention CPU <- qkv", "output NPU <- attention",
                          "ffn_norm CPU <- output, attention_norm", "ffn NPU <- attention_norm"));
  EXPECT_THAT(output_names(block(parallel_toy_model())), ElementsAre("ffn", "ffn_norm"));
}

TEST(TransformerBlock, HasOneDynamicPartWhichIsAttention) {
  for (const BlockPart& each : block(toy_model()).parts) {
    const bool attention = each.subgraph.kind == SubgraphKind::kAttention;
    EXPECT_EQ(each.subgraph.sharing == OperatorSharing::kDynamic, attention);
  }
}

TEST(TransformerBlock, HasTheRowsOfTheChunkInEveryOperator) {
  for (const BlockPart& each : block(toy_model()).parts) {
    for (const Operator& op : each.subgraph.operators) EXPECT_EQ(op.rows, 16);
  }
}

TEST(TransformerBlock, LaysEachOperatorWhereTheDataNeedsIt) {
  const TransformerBlock six = block(toy_model());
  EXPECT_THAT(operator_names(part(six, SubgraphKind::kAttentionNorm)),
              ElementsAre("dequantize", "add", "norm", "quantize"));
  EXPECT_THAT(operator_names(part(six, SubgraphKind::kQkv)),
              ElementsAre("linear", "linear", "linear"));
  EXPECT_THAT(operator_names(part(six, SubgraphKind::kAttention)),
              ElementsAre("dequantize", "rope", "kv_append", "attention", "quantize"));
  EXPECT_THAT(operator_names(part(six, SubgraphKind::kOutput)), ElementsAre("linear"));
  EXPECT_THAT(operator_names(part(six, SubgraphKind::kFfnNorm)),
              ElementsAre("dequantize", "add", "norm", "quantize"));
  EXPECT_THAT(operator_names(part(six, SubgraphKind::kFfn)),
              ElementsAre("linear", "linear", "activation", "multiply", "linear"));
}

TEST(TransformerBlock, ThatIsFirstHasNoResidualToAdd) {
  EXPECT_THAT(
      operator_names(part(block(toy_model(), {.first_block = true}), SubgraphKind::kAttentionNorm)),
      ElementsAre("norm", "quantize"));
}

TEST(TransformerBlock, WithoutAGateHasTwoLinearsInItsFfn) {
  EXPECT_THAT(operator_names(part(block(parallel_toy_model()), SubgraphKind::kFfn)),
              ElementsAre("linear", "activation", "linear"));
}

TEST(TransformerBlock, ThatIsParallelNormsOnce) {
  EXPECT_THAT(operator_names(part(block(parallel_toy_model()), SubgraphKind::kFfnNorm)),
              ElementsAre("dequantize", "add"));
}

TEST(TransformerBlock, RotatesTheRotaryShareOfQueriesAndKeys) {
  ModelConfig model = toy_model();
  const auto rotated = [&] {
    return part(block(model), SubgraphKind::kAttention).operators[1].columns;
  };
  EXPECT_EQ(rotated(), 64 + 16);
  model.partial_rotary_factor = 0.25;
  EXPECT_EQ(rotated(), (64 + 16) / 4);
}

TEST(TransformerBlock, SplitsEveryLinearIntoGroupsThatCoverItsInnerDimension) {
  const TransformerBlock split = block(toy_model(), {.group_size = 40});
  const Operator& query = part(split, SubgraphKind::kQkv).operators.front();
  EXPECT_EQ(query.kind, OperatorKind::kGroupLinear);
  EXPECT_EQ(query.groups, 2);                                             // 64 = 40 + 24
  EXPECT_EQ(part(split, SubgraphKind::kFfn).operators.back().groups, 3);  // 96 = 40 + 40 + 16
}

TEST(TransformerBlock, RunsItsFloatPartsWhereTheOptionsSay) {
  EXPECT_THAT(part_lines(block(toy_model(), {.float_processor = Processor::kGpu})),
              ElementsAre("attention_norm GPU <- before", "qkv NPU <- attention_norm",
                          "attention GPU <- qkv", "output NPU <- attention",
                          "ffn_norm GPU <- output", "ffn NPU <- ffn_norm"));
}

TEST(TransformerBlock, HandsOn32BitFromTheNpuAndInt8ToIt) {
  const TransformerBlock six = block(toy_model());
  EXPECT_EQ(part(six, SubgraphKind::kQkv).output, Bytes{16 * 4 * (64 + 2 * 16)});
  EXPECT_EQ(part(six, SubgraphKind::kFfn).output, Bytes{16 * 4 * 64});
  EXPECT_EQ(part(six, SubgraphKind::kAttention).output, Bytes{16 * 64});
  EXPECT_EQ(part(six, SubgraphKind::kFfnNorm).output, Bytes{16 * 64});
}

TEST(EmbeddingSubgraph, GathersARowPerTokenOfTheChunkOnTheCpu) {
  const Subgraph embedding = embedding_subgraph(toy_model(), 16);
  EXPECT_EQ(embedding.affinity, Processor::kCpu);
  EXPECT_EQ(embedding.sharing, OperatorSharing::kStatic);
  ASSERT_THAT(operator_names(embedding), ElementsAre("embedding"));
  EXPECT_EQ(activation_bytes(embedding.operators[0]), Bytes{16 * 64 * (2 + 4)});
}

TEST(LmHeadSubgraph, MultipliesTheLastTokenAloneWithTheWholeVocabulary) {
  const Subgraph head = lm_head_subgraph(toy_model());
  EXPECT_EQ(head.affinity, Processor::kCpu);
  ASSERT_THAT(operator_names(head), ElementsAre("dequantize", "add", "norm", "lm_head"));
  for (const Operator& op : head.operators) EXPECT_EQ(op.rows, 1);
  EXPECT_EQ(macs(head.operators[3]), 64 * 100);
  EXPECT_EQ(weight_bytes(head.operators[3]), Bytes{64 * 100});
}

TEST(TransformerBlockDeathTest, WithFewerKeysThanRowsTheProgramStops) {
  EXPECT_DEATH(transformer_block(toy_model(), {.chunk_length = 16}, 15), "16 rows, 15 keys");
}

}  // namespace
}  // namespace mllm_npu
