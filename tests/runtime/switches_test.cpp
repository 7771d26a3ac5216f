// Every technique is an option: each changes what it says and nothing else.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/schedule/policy_catalog.h"
#include "engine/soc/memory_model.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::count_kind;
using support::count_on;
using support::prefill_qwen;
using support::qwen;
using support::roomy_device;
using support::same_timeline;

constexpr std::int64_t kFourChunks = 1024;

void expect_same_memory(const MemoryUse& a, const MemoryUse& b, const std::string& what) {
  EXPECT_EQ(a.weights, b.weights) << what;
  EXPECT_EQ(a.graphs, b.graphs) << what;
  EXPECT_EQ(a.kv_cache, b.kv_cache) << what;
  EXPECT_EQ(a.shadow, b.shadow) << what;
}

TEST(PolicyOption, ChangesTheOrderAndNotTheWork) {
  const PrefillResult normal = prefill_qwen(kFourChunks);
  for (const PolicyEntry& entry : policy_catalog()) {
    const PrefillResult result = prefill_qwen(kFourChunks, {.policy = entry.name});
    expect_same_memory(result.metrics.memory, normal.metrics.memory, entry.name);
    EXPECT_EQ(result.metrics.bounds.npu_work, normal.metrics.bounds.npu_work) << entry.name;
    EXPECT_EQ(result.metrics.bounds.critical_path, normal.metrics.bounds.critical_path);
    EXPECT_EQ(result.preparation, normal.preparation) << entry.name;
    EXPECT_EQ(result.trace->timeline.spans.size(), normal.trace->timeline.spans.size());
  }
}

TEST(PolicyOption, OutOfOrderIsFasterThanChunkByChunk) {
  const auto time = [](const char* policy) {
    return prefill_qwen(kFourChunks, {.policy = policy}).metrics.time_to_first_token;
  };
  EXPECT_LT(time("out-of-order"), time("serial"));
  EXPECT_LE(time("in-order"), time("serial"));
}

TEST(PolicyOption, DoesNotMatterToOneChunkOfQwenWithoutShadows) {
  const PrefillResult serial = prefill_qwen(256, {.shadow = false, .policy = "serial"});
  const PrefillResult ours = prefill_qwen(256, {.shadow = false, .policy = "out-of-order"});
  EXPECT_TRUE(same_timeline(serial, ours));  // a chain leaves no choice
}

TEST(ChunkSharingOption, WhenOffMovesBuildingIntoTheTimeToTheFirstToken) {
  const PrefillOptions options{.chunk_sharing = false};
  const PrefillResult result = prefill_qwen(kFourChunks, options);
  const SimTime set_up = std::chrono::milliseconds(100);
  const SimTime building =
      prepare(qwen(), roomy_device(), options, {kFourChunks}).duration - set_up;
  EXPECT_EQ(result.preparation, set_up);
  EXPECT_EQ(result.metrics.time_to_first_token, building + result.trace->timeline.makespan());
}

TEST(ChunkSharingOption, WhenOffCountsBuildingAsABubbleAndPaysForTheHeldNpu) {
  const PrefillResult result = prefill_qwen(kFourChunks, {.chunk_sharing = false});
  const PrefillMetrics& metrics = result.metrics;
  EXPECT_EQ(metrics.graph_building,
            metrics.time_to_first_token - result.trace->timeline.makespan());
  EXPECT_NEAR(metrics.npu_bubble_rate,
              1 - to_seconds(metrics.npu_busy) / to_seconds(metrics.time_to_first_token), 1e-9);
  EXPECT_NEAR(metrics.energy.of(PowerComponent::kBase).value,
              (Watts{roomy_device().soc.power.base} * metrics.time_to_first_token).value, 1e-9);
}

TEST(ChunkSharingOption, WhenOnHasNoBuildingInTheTimeToTheFirstToken) {
  const PrefillResult result = prefill_qwen(kFourChunks);
  EXPECT_EQ(result.metrics.time_to_first_token, result.trace->timeline.makespan());
  EXPECT_EQ(result.preparation, prepare(qwen(), roomy_device(), {}, {64, 128, 256}).duration);
}

TEST(ChunkSharingOption, WhenOffMakesOneChunkOfThePrompt) {
  const PrefillResult result = prefill_qwen(700, {.chunk_sharing = false});
  EXPECT_EQ(result.trace->dag.chunk_count, 1);
  EXPECT_EQ(result.metrics.memory.kv_cache, kv_cache(qwen(), 700));
}

TEST(GroupSizeOption, MakesThePrefillSlowerTheSmallerTheGroups) {
  const auto time = [](std::int64_t group_size) {
    return prefill_qwen(kFourChunks, {.group_size = group_size, .policy = "serial"})
        .metrics.time_to_first_token;
  };
  EXPECT_LT(time(0), time(2048));
  EXPECT_LT(time(2048), time(128));
  EXPECT_LT(time(128), time(32));
}

TEST(GroupSizeOption, SplitsEveryLinearOfTheNpu) {
  const PrefillResult result = prefill_qwen(256, {.group_size = 32});
  for (const Subgraph& subgraph : result.trace->dag.subgraphs) {
    if (subgraph.affinity != Processor::kNpu) continue;
    for (const Operator& op : subgraph.operators) {
      if (macs(op) == 0) continue;
      EXPECT_EQ(op.kind, OperatorKind::kGroupLinear);
      EXPECT_EQ(op.groups, op.inner / 32);
    }
  }
}

TEST(GroupSizeOption, ThatHoldsAWholeColumnIsPerTensor) {
  const PrefillResult grouped = prefill_qwen(256, {.group_size = 5504});
  EXPECT_TRUE(same_timeline(grouped, prefill_qwen(256)));
  EXPECT_FALSE(same_timeline(prefill_qwen(256, {.group_size = 5503}), prefill_qwen(256)));
}

TEST(GroupSizeOption, KeepsTheMemory) {
  expect_same_memory(prefill_qwen(256, {.group_size = 32}).metrics.memory,
                     prefill_qwen(256).metrics.memory, "groups");
}

TEST(EquivalentShapesOption, WhenOffSlowsTheNpuAndNothingElse) {
  const PrefillResult best = prefill_qwen(kFourChunks);
  const PrefillResult flat = prefill_qwen(kFourChunks, {.equivalent_shapes = false});
  EXPECT_GT(flat.metrics.time_to_first_token, best.metrics.time_to_first_token);
  EXPECT_GT(flat.metrics.bounds.npu_work, best.metrics.bounds.npu_work);
  EXPECT_EQ(flat.metrics.bounds.float_work, best.metrics.bounds.float_work);
  expect_same_memory(flat.metrics.memory, best.metrics.memory, "flat");
}

TEST(ShadowOption, WhenOffLeavesNoShadowAndNoFlashRead) {
  const PrefillResult off = prefill_qwen(kFourChunks, {.shadow = false});
  EXPECT_EQ(count_kind(off, SubgraphKind::kShadow), 0);
  EXPECT_EQ(count_on(off, Processor::kFlash), 0);
  EXPECT_EQ(off.metrics.memory.shadow, Bytes{0});
  EXPECT_EQ(count_sharing(off.trace->dag).subgraphs, 144);
}

TEST(ShadowOption, WhenOnAddsShadowsFlashReadsAndTheirMemory) {
  const PrefillResult on = prefill_qwen(kFourChunks);
  EXPECT_GT(count_kind(on, SubgraphKind::kShadow), 0);
  EXPECT_GT(count_on(on, Processor::kFlash), 0);
  EXPECT_GT(on.metrics.memory.shadow, Bytes{0});
}

TEST(PruningRateOption, OfOneIsAsIfShadowsWereOff) {
  const PrefillResult pruned = prefill_qwen(kFourChunks, {.pruning_rate = 1});
  const PrefillResult off = prefill_qwen(kFourChunks, {.shadow = false});
  EXPECT_TRUE(same_timeline(pruned, off));
  expect_same_memory(pruned.metrics.memory, off.metrics.memory, "pruned");
}

TEST(PruningRateOption, WhenHigherLeavesFewerShadowsAndLessMemory) {
  const PrefillResult none = prefill_qwen(256, {.pruning_rate = 0});
  const PrefillResult most = prefill_qwen(256, {.pruning_rate = 0.85});
  EXPECT_LT(count_kind(most, SubgraphKind::kShadow), count_kind(none, SubgraphKind::kShadow));
  EXPECT_LT(most.metrics.memory.shadow, none.metrics.memory.shadow);
  EXPECT_LT(most.metrics.time_to_first_token, none.metrics.time_to_first_token);
}

TEST(HotOutlierShareOption, OfOneReadsNothingFromFlash) {
  const PrefillResult all_hot = prefill_qwen(256, {.hot_outlier_share = 1});
  EXPECT_EQ(count_on(all_hot, Processor::kFlash), 0);
  EXPECT_EQ(count_kind(all_hot, SubgraphKind::kShadow),
            count_kind(prefill_qwen(256), SubgraphKind::kShadow));
}

TEST(HotChannelShareOption, ChangesTheMemoryOfTheShadowsAndNoTime) {
  const PrefillResult few = prefill_qwen(256, {.hot_channel_share = 0.03});
  const PrefillResult all = prefill_qwen(256, {.hot_channel_share = 1});
  EXPECT_LT(few.metrics.memory.shadow, all.metrics.memory.shadow);
  EXPECT_EQ(few.metrics.memory.weights, all.metrics.memory.weights);
  EXPECT_TRUE(same_timeline(few, all));
}

TEST(FloatProcessorOption, MovesTheFloatSubgraphsAndLeavesTheRest) {
  const PrefillResult cpu = prefill_qwen(kFourChunks);
  const PrefillResult gpu = prefill_qwen(kFourChunks, {.float_processor = Processor::kGpu});
  EXPECT_EQ(count_on(cpu, Processor::kGpu), 0);
  EXPECT_EQ(cpu.metrics.gpu_busy, SimTime{});
  EXPECT_GT(gpu.metrics.gpu_busy, SimTime{});
  EXPECT_EQ(count_on(gpu, Processor::kNpu), count_on(cpu, Processor::kNpu));
  EXPECT_EQ(count_on(gpu, Processor::kGpu) + count_on(gpu, Processor::kCpu),
            count_on(cpu, Processor::kCpu));
  for (const Subgraph& subgraph : gpu.trace->dag.subgraphs) {
    const bool stays = subgraph.kind == SubgraphKind::kShadow ||
                       subgraph.kind == SubgraphKind::kEmbedding ||
                       subgraph.kind == SubgraphKind::kLmHead;
    EXPECT_EQ(subgraph.affinity == Processor::kCpu, stays) << name_of(subgraph.kind);
  }
}

TEST(ChunkLengthsOption, ChoosesTheShortestGraphThatHoldsThePrompt) {
  const auto rows = [](std::int64_t tokens) {
    return prefill_qwen(tokens).trace->dag.subgraphs[0].operators[0].rows;
  };
  EXPECT_EQ(rows(64), 64);
  EXPECT_EQ(rows(65), 128);
  EXPECT_EQ(rows(128), 128);
  EXPECT_EQ(rows(129), 256);
  EXPECT_EQ(rows(257), 256);
}

}  // namespace
}  // namespace mllm_npu
