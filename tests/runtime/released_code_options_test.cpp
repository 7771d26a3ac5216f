// What the released code does otherwise: each option changes what it says and nothing else.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/metrics/schedule_bounds.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::count_kind;
using support::prefill_qwen;
using support::qwen;
using support::roomy_device;
using support::same_timeline;

constexpr std::int64_t kFourPieces = 1024;

const Subgraph& first_of(const PrefillResult& result, SubgraphKind kind) {
  const auto& subgraphs = result.trace->dag.subgraphs;
  return *std::find_if(subgraphs.begin(), subgraphs.end(),
                       [kind](const Subgraph& subgraph) { return subgraph.kind == kind; });
}

TEST(ReleasedCodeOptions, ChangeNothingByDefault) {
  EXPECT_TRUE(same_timeline(prefill_qwen(kFourPieces, {.prepared_graphs = true,
                                                       .head_for_every_token = false,
                                                       .flat_qkv = false,
                                                       .npu_runs = 1,
                                                       .cpu_share = 1}),
                            prefill_qwen(kFourPieces)));
}

TEST(PreparedGraphsOption, WhenOffBuildsThePromptsOwnChunkLengthInItsTime) {
  const PrefillOptions options{.prepared_graphs = false};
  const PrefillResult late = prefill_qwen(100, options);
  const SimTime set_up = std::chrono::milliseconds(100);
  const SimTime building = prepare(qwen(), roomy_device(), options, {128}).duration - set_up;
  EXPECT_EQ(late.metrics.graph_building, building);
  EXPECT_EQ(late.metrics.time_to_first_token, building + late.trace->timeline.makespan());
  EXPECT_EQ(late.preparation, set_up);
}

TEST(PreparedGraphsOption, WhenOffLeavesTheScheduleAsItIs) {
  EXPECT_TRUE(same_timeline(prefill_qwen(kFourPieces, {.prepared_graphs = false}),
                            prefill_qwen(kFourPieces)));
}

TEST(PreparedGraphsOption, DoesNotMatterToAPromptThatIsOneGraph) {
  const PrefillResult both =
      prefill_qwen(kFourPieces, {.chunk_sharing = false, .prepared_graphs = false});
  const PrefillResult unshared = prefill_qwen(kFourPieces, {.chunk_sharing = false});
  EXPECT_EQ(both.metrics.time_to_first_token, unshared.metrics.time_to_first_token);
}

TEST(HeadForEveryTokenOption, EndsEveryChunkWithAHeadOverAllItsRows) {
  const PrefillResult all = prefill_qwen(kFourPieces, {.head_for_every_token = true});
  EXPECT_EQ(count_kind(all, SubgraphKind::kLmHead), 4);
  EXPECT_EQ(first_of(all, SubgraphKind::kLmHead).operators.back().rows, 256);
  EXPECT_EQ(count_kind(prefill_qwen(kFourPieces), SubgraphKind::kLmHead), 1);
}

TEST(HeadForEveryTokenOption, AddsFloatWorkAndLeavesTheNpus) {
  const ScheduleBounds all =
      prefill_qwen(kFourPieces, {.head_for_every_token = true}).metrics.bounds;
  const ScheduleBounds one = prefill_qwen(kFourPieces).metrics.bounds;
  EXPECT_GT(all.float_work, one.float_work);
  EXPECT_EQ(all.npu_work, one.npu_work);
}

TEST(HeadForEveryTokenOption, HoldsOneBufferOfLogits) {
  const auto bytes = [](bool every) {
    return prefill_qwen(kFourPieces, {.head_for_every_token = every})
        .metrics.memory.activations.value;
  };
  const std::int64_t added_rows = 256 - 1;
  // logits, and what the head's dequantize, add and norm put out
  EXPECT_EQ(bytes(true) - bytes(false),
            added_rows * 4 * (qwen().vocab_size + 3 * qwen().hidden_size));
}

TEST(FlatQkvOption, LaysOutTheRowsOfQkvAloneFlat) {
  const PrefillResult flat = prefill_qwen(256, {.flat_qkv = true});
  EXPECT_EQ(first_of(flat, SubgraphKind::kQkv).operators.front().width, 1);
  EXPECT_GT(first_of(flat, SubgraphKind::kFfn).operators.front().width, 1);
  EXPECT_GT(first_of(flat, SubgraphKind::kOutput).operators.front().width, 1);
  EXPECT_GT(flat.metrics.time_to_first_token, prefill_qwen(256).metrics.time_to_first_token);
}

TEST(FlatQkvOption, ChangesNothingWhereAllRowsAreFlat) {
  EXPECT_TRUE(same_timeline(prefill_qwen(256, {.equivalent_shapes = false, .flat_qkv = true}),
                            prefill_qwen(256, {.equivalent_shapes = false})));
}

TEST(NpuRunsOption, OfTwoDoublesWhatTheNpuWorksAndMoves) {
  const PrefillResult twice = prefill_qwen(256, {.npu_runs = 2});
  const PrefillResult once = prefill_qwen(256);
  EXPECT_EQ(twice.metrics.bounds.npu_work, 2 * once.metrics.bounds.npu_work);
  EXPECT_EQ(twice.metrics.bounds.float_work, once.metrics.bounds.float_work);
  const auto energy = [](const PrefillResult& result) {
    return result.metrics.energy.of(PowerComponent::kDram).value;
  };
  EXPECT_GT(energy(twice), energy(once));
  EXPECT_LT(energy(twice), 2 * energy(once));
}

TEST(CpuShareOption, OfHalfDoublesTheCpusTimeAndNoOther) {
  const PrefillResult half = prefill_qwen(256, {.cpu_share = 0.5});
  const PrefillResult whole = prefill_qwen(256);
  EXPECT_NEAR(to_seconds(half.metrics.cpu_busy), 2 * to_seconds(whole.metrics.cpu_busy), 1e-6);
  EXPECT_EQ(half.metrics.bounds.npu_work, whole.metrics.bounds.npu_work);
}

TEST(CpuShareOption, DoesNotMatterToTheGpu) {
  const PrefillOptions gpu{.shadow = false, .float_processor = Processor::kGpu};
  PrefillOptions half = gpu;
  half.cpu_share = 0.5;
  EXPECT_EQ(prefill_qwen(256, half).metrics.gpu_busy, prefill_qwen(256, gpu).metrics.gpu_busy);
}

}  // namespace
}  // namespace mllm_npu
