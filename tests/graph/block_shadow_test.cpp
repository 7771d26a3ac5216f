// What shadow outlier execution (§3.3) adds to a block.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/graph/transformer_block.h"
#include "tests/support/graph_text.h"
#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using support::operator_names;
using support::output_names;
using support::part;
using support::part_lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Shadows = std::vector<std::pair<LinearRole, ShadowChannels>>;

TransformerBlock block(const Shadows& shadows, bool shadowed_input = false) {
  BlockOptions options{.chunk_length = 16, .shadowed_input = shadowed_input};
  for (const auto& [role, channels] : shadows) options.shadow.of(role) = channels;
  return transformer_block(support::toy_model(), options, 16);
}

// CPU   norm ┬─────────► shadow ┐ attention ...
// NPU        ├─────► qkv ───────┴►
TEST(BlockShadow, OfHotChannelsRunsBesideTheNpuWithoutReadingTheFlash) {
  EXPECT_THAT(
      part_lines(block({{LinearRole::kQ, {.hot = 3}}})),
      ElementsAre("attention_norm CPU <- before", "qkv NPU <- attention_norm",
                  "shadow CPU <- attention_norm", "attention CPU <- qkv, shadow",
                  "output NPU <- attention", "ffn_norm CPU <- output", "ffn NPU <- ffn_norm"));
}

// flash      ┌ flash_read ┐
// CPU   norm ┼────────────┴► shadow ┐ attention ...
// NPU        └ qkv ─────────────────┴►
TEST(BlockShadow, OfColdChannelsReadsTheirRowsFromTheFlashFirst) {
  EXPECT_THAT(
      part_lines(block({{LinearRole::kQ, {.hot = 3, .cold = 1}}})),
      ElementsAre("attention_norm CPU <- before", "qkv NPU <- attention_norm",
                  "flash_read flash <- attention_norm", "shadow CPU <- attention_norm, flash_read",
                  "attention CPU <- qkv, shadow", "output NPU <- attention",
                  "ffn_norm CPU <- output", "ffn NPU <- ffn_norm"));
}

TEST(BlockShadow, OfTheOutputRunsBesideItAndIsAddedBeforeTheResidual) {
  const TransformerBlock shadowed = block({{LinearRole::kO, {.hot = 2}}});
  EXPECT_THAT(
      part_lines(shadowed),
      ElementsAre("attention_norm CPU <- before", "qkv NPU <- attention_norm",
                  "attention CPU <- qkv", "output NPU <- attention", "shadow CPU <- attention",
                  "ffn_norm CPU <- output, shadow", "ffn NPU <- ffn_norm"));
  EXPECT_THAT(operator_names(part(shadowed, SubgraphKind::kFfnNorm)),
              ElementsAre("dequantize", "shadow_add", "add", "norm", "quantize"));
}

// CPU   ffn_norm ┬───► shadow ┐ ffn_synchronization ┐
// NPU            └ gate, up ──┴►                    └ down ─► next block
TEST(BlockShadow, OfAnUpperFfnLinearSplitsTheFfnAndMovesTheActivationToTheCpu) {
  const TransformerBlock shadowed = block({{LinearRole::kUp, {.hot = 2}}});
  const auto lines = part_lines(shadowed);
  EXPECT_THAT(
      support::Words(lines.begin() + 4, lines.end()),
      ElementsAre("ffn_norm CPU <- output", "ffn_gate_up NPU <- ffn_norm", "shadow CPU <- ffn_norm",
                  "ffn_synchronization CPU <- ffn_gate_up, shadow",
                  "down NPU <- ffn_synchronization"));
  EXPECT_THAT(operator_names(part(shadowed, SubgraphKind::kFfnGateUp)),
              ElementsAre("linear", "linear"));
  EXPECT_THAT(
      operator_names(part(shadowed, SubgraphKind::kFfnSynchronization)),
      ElementsAre("dequantize", "dequantize", "shadow_add", "activation", "multiply", "quantize"));
  EXPECT_THAT(output_names(shadowed), ElementsAre("down"));
}

// CPU            ffn_synchronization ┬─► shadow ┬─► next block
// NPU   gate, up ┘                   └─► down ──┘
TEST(BlockShadow, OfTheDownProjectionIsAddedByTheNextBlock) {
  const TransformerBlock shadowed = block({{LinearRole::kDown, {.hot = 2}}});
  const auto lines = part_lines(shadowed);
  EXPECT_THAT(support::Words(lines.begin() + 5, lines.end()),
              ElementsAre("ffn_gate_up NPU <- ffn_norm", "ffn_synchronization CPU <- ffn_gate_up",
                          "down NPU <- ffn_synchronization", "shadow CPU <- ffn_synchronization"));
  EXPECT_THAT(operator_names(part(shadowed, SubgraphKind::kFfnGateUp)),
              ElementsAre("linear", "linear", "activation", "multiply"));
  EXPECT_THAT(operator_names(part(shadowed, SubgraphKind::kFfnSynchronization)),
              ElementsAre("quantize"));
  EXPECT_THAT(output_names(shadowed), ElementsAre("down", "shadow"));
}

TEST(BlockShadow, OfTheBlockBeforeIsAddedInTheAttentionNorm) {
  EXPECT_THAT(operator_names(part(block({}, true), SubgraphKind::kAttentionNorm)),
              ElementsAre("dequantize", "shadow_add", "add", "norm", "quantize"));
}

TEST(BlockShadow, OfSeveralLinearsThatReadTheSameIsOneSubgraph) {
  const TransformerBlock shadowed = block(
      {{LinearRole::kQ, {.hot = 1}}, {LinearRole::kK, {.cold = 4}}, {LinearRole::kV, {.hot = 5}}});
  EXPECT_THAT(operator_names(part(shadowed, SubgraphKind::kShadow)),
              ElementsAre("shadow_gather", "shadow_linear", "shadow_gather", "shadow_linear",
                          "shadow_gather", "shadow_linear"));
  EXPECT_THAT(operator_names(part(shadowed, SubgraphKind::kFlashRead)), ElementsAre("flash_read"));
}

TEST(BlockShadow, OfQkvIsAddedForEachLinearBeforeTheRotation) {
  const TransformerBlock shadowed =
      block({{LinearRole::kQ, {.hot = 1}}, {LinearRole::kV, {.hot = 1}}});
  const Subgraph& attention = part(shadowed, SubgraphKind::kAttention);
  EXPECT_THAT(operator_names(attention), ElementsAre("dequantize", "shadow_add", "shadow_add",
                                                     "rope", "kv_append", "attention", "quantize"));
  EXPECT_EQ(attention.operators[1].columns, 64);
  EXPECT_EQ(attention.operators[2].columns, 16);
}

TEST(BlockShadow, MultipliesTheOutlierChannelsWithTheirWeightRows) {
  const TransformerBlock shadowed = block({{LinearRole::kGate, {.hot = 3, .cold = 2}}});
  const Subgraph& shadow = part(shadowed, SubgraphKind::kShadow);
  ASSERT_EQ(shadow.operators.size(), 2u);
  EXPECT_EQ(shadow.operators[0].inner, 5);
  EXPECT_EQ(macs(shadow.operators[1]), 16 * 5 * 96);
}

TEST(BlockShadow, ReadsOnlyColdRowsFromTheFlash) {
  const TransformerBlock shadowed = block({{LinearRole::kGate, {.hot = 3, .cold = 2}}});
  EXPECT_EQ(weight_bytes(part(shadowed, SubgraphKind::kFlashRead).operators[0]), Bytes{2 * 96});
}

TEST(BlockShadow, HandsOn32BitBeforeTheShadowIsAddedAndInt8AfterIt) {
  const auto gate_up = [](const Shadows& shadows) {
    return part(block(shadows), SubgraphKind::kFfnGateUp).output;
  };
  const ShadowChannels some{.hot = 1};
  EXPECT_EQ(gate_up({{LinearRole::kUp, some}}), Bytes{16 * 4 * (96 + 96)});
  EXPECT_EQ(gate_up({{LinearRole::kDown, some}}), Bytes{16 * 4 * 96});  // gate × up
  EXPECT_EQ(part(block({{LinearRole::kUp, some}}), SubgraphKind::kFfnSynchronization).output,
            Bytes{16 * 96});
}

TEST(BlockShadow, OfAGateThatTheModelDoesNotHaveIsNone) {
  BlockOptions options{.chunk_length = 16};
  options.shadow.of(LinearRole::kGate) = {.hot = 3};
  const TransformerBlock two = transformer_block(support::parallel_toy_model(), options, 16);
  EXPECT_EQ(two.parts.size(), 6u);
}

TEST(BlockShadow, LeavesTheDynamicPartAlone) {
  int dynamic = 0;
  for (const BlockPart& each :
       block({{LinearRole::kQ, {.hot = 1, .cold = 1}}, {LinearRole::kDown, {.hot = 1, .cold = 1}}})
           .parts) {
    if (each.subgraph.sharing == OperatorSharing::kDynamic) ++dynamic;
  }
  EXPECT_EQ(dynamic, 1);
}

}  // namespace
}  // namespace mllm_npu
