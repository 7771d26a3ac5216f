#include "baselines/systems/naive_npu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::count_kind;
using support::prefill_qwen;
using support::qwen;
using support::roomy_device;
using support::same_timeline;
using ::testing::ElementsAre;

PrefillResult prefill(std::int64_t tokens, const PrefillOptions& options = {}) {
  return NaiveNpu().prefill(
      {.model = qwen(), .device = roomy_device(), .prompt_length = tokens, .options = options});
}

TEST(NaiveNpuOptions, SwitchEveryTechniqueOff) {
  const PrefillOptions options = NaiveNpu::naive({});
  EXPECT_FALSE(options.chunk_sharing);
  EXPECT_FALSE(options.shadow);
  EXPECT_EQ(options.group_size, kGroupSize);
  EXPECT_EQ(options.policy, "serial");
}

TEST(NaiveNpuOptions, KeepWhatIsNoTechnique) {
  const PrefillOptions options = NaiveNpu::naive(
      {.chunk_lengths = {32}, .equivalent_shapes = false, .float_processor = Processor::kGpu});
  EXPECT_THAT(options.chunk_lengths, ElementsAre(32));
  EXPECT_FALSE(options.equivalent_shapes);
  EXPECT_EQ(options.float_processor, Processor::kGpu);
}

TEST(NaiveNpu, IsTheEngineUnderThoseOptions) {
  const PrefillResult naive = prefill(300);
  const PrefillResult engine = prefill_qwen(300, NaiveNpu::naive({}));
  EXPECT_TRUE(same_timeline(naive, engine));
  EXPECT_EQ(naive.metrics.time_to_first_token, engine.metrics.time_to_first_token);
  EXPECT_EQ(naive.preparation, engine.preparation);
}

TEST(NaiveNpu, CannotBeTalkedIntoATechnique) {
  const PrefillResult asked = prefill(300, {.chunk_sharing = true, .policy = "out-of-order"});
  EXPECT_TRUE(same_timeline(asked, prefill(300)));
}

TEST(NaiveNpu, RunsOneGraphOfThePromptWithoutShadows) {
  const PrefillResult result = prefill(300);
  EXPECT_EQ(result.trace->dag.chunk_count, 1);
  EXPECT_EQ(result.trace->dag.subgraphs[0].operators[0].rows, 300);
  EXPECT_EQ(count_kind(result, SubgraphKind::kShadow), 0);
}

TEST(NaiveNpu, IsSlowerThanTheEngine) {
  for (const std::int64_t tokens : {64, 256, 1024}) {
    EXPECT_GT(prefill(tokens).metrics.time_to_first_token,
              prefill_qwen(tokens).metrics.time_to_first_token)
        << tokens;
  }
}

TEST(NaiveNpu, PaysForItsGraphsWhenThePromptIsKnown) {
  const PrefillResult result = prefill(64);
  EXPECT_GT(result.metrics.time_to_first_token, result.trace->timeline.makespan());
}

}  // namespace
}  // namespace mllm_npu
