#include "engine/runtime/computed_prefill.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/computed_run.h"
#include "tests/support/input_error_of.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::ComputingModel;
using support::input_error_of;
using ::testing::HasSubstr;

constexpr std::int64_t kTokens = 21;

class ComputedPrefills : public ::testing::TestWithParam<std::string> {
 protected:
  ComputedPrefill prefill(const PrefillOptions& options, const PrefillExtras& extras = {}) {
    ComputingEngine engine(model_.quantized, model_.rotary, device_, options);
    return engine.prefill(model_.tokens(kTokens), cache_, extras);
  }
  // The same request without weights.
  PrefillResult timed(PrefillOptions options) const {
    options.shadow = false;
    return MllmNpu().prefill(
        {.model = model_.model(), .device = device_, .prompt_length = kTokens, .options = options});
  }

  const ComputingModel model_{support::tiny_model(GetParam())};
  const DeviceSpec device_ = support::roomy_device();
  KvCache cache_{model_.model(), kTokens};
};

void expect_same(const PrefillResult& a, const PrefillResult& b) {
  EXPECT_TRUE(support::same_timeline(a, b));
  EXPECT_EQ(a.preparation, b.preparation);
  EXPECT_EQ(a.metrics.prompt_length, b.metrics.prompt_length);
  EXPECT_EQ(a.metrics.time_to_first_token, b.metrics.time_to_first_token);
  EXPECT_EQ(a.metrics.graph_building, b.metrics.graph_building);
  EXPECT_EQ(a.metrics.npu_busy, b.metrics.npu_busy);
  EXPECT_EQ(a.metrics.cpu_busy, b.metrics.cpu_busy);
  EXPECT_EQ(a.metrics.npu_bubble_rate, b.metrics.npu_bubble_rate);
  EXPECT_EQ(a.metrics.energy.total().value, b.metrics.energy.total().value);
  EXPECT_EQ(a.metrics.memory.total(), b.metrics.memory.total());
}

TEST_P(ComputedPrefills, AreTimedAsPrefillsWithoutWeights) {
  for (const char* policy : {"serial", "in-order", "out-of-order"}) {
    const PrefillOptions options{.chunk_lengths = {8, 16}, .policy = policy};
    expect_same(prefill(options).simulated, timed(options));
  }
}

TEST_P(ComputedPrefills, WithAGraphOfTheirOwnAreTimedWithItsBuilding) {
  const PrefillOptions options{.chunk_sharing = false};
  const ComputedPrefill computed = prefill(options);
  expect_same(computed.simulated, timed(options));
  EXPECT_GT(computed.simulated.metrics.graph_building, SimTime{});
}

TEST_P(ComputedPrefills, RunInTheOrderOfTheirTimeline) {
  std::vector<SubgraphId> ran;
  const auto observer = [&](SubgraphId id, MatrixView<const std::int32_t>) { ran.push_back(id); };
  const ComputedPrefill computed = prefill({.chunk_lengths = {8}}, {.observer = observer});
  std::vector<SubgraphId> spans;
  for (const Span& span : computed.simulated.trace->timeline.spans) {
    if (span.lane == static_cast<std::int32_t>(Processor::kNpu)) spans.push_back(span.work);
  }
  EXPECT_EQ(ran, spans);
  EXPECT_FALSE(std::is_sorted(ran.begin(), ran.end())) << "out-of-order changes nothing";
}

TEST_P(ComputedPrefills, GiveLogitsAndOnRequestAHiddenStatePerToken) {
  EXPECT_EQ(prefill({.chunk_lengths = {8}}).hidden.rows(), 0) << "nobody asked";
  const ComputedPrefill computed = prefill({.chunk_lengths = {8}}, {.hidden_states = true});
  EXPECT_EQ(computed.logits.size(), 96U);
  EXPECT_EQ(computed.hidden.rows(), kTokens);
  EXPECT_EQ(computed.hidden.columns(), 48);
  EXPECT_EQ(cache_.tokens(0), kTokens);
  EXPECT_EQ(cache_.tokens(1), kTokens);
}

TEST_P(ComputedPrefills, OfOneEngineDoNotDependOnEachOther) {
  ComputingEngine engine(model_.quantized, model_.rotary, device_, {.chunk_lengths = {8}});
  const ComputedPrefill first = engine.prefill(model_.tokens(kTokens), cache_);
  engine.prefill(model_.tokens(13, 99), cache_);
  const ComputedPrefill again = engine.prefill(model_.tokens(kTokens), cache_);
  EXPECT_EQ(first.logits, again.logits);
  expect_same(first.simulated, again.simulated);
}

INSTANTIATE_TEST_SUITE_P(Tiny, ComputedPrefills, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

class ComputingEngines : public ::testing::Test {
 protected:
  std::string error_of(const PrefillOptions& options) const {
    return input_error_of(
        [&] { ComputingEngine(model_.quantized, model_.rotary, device_, options); });
  }

  const ComputingModel model_{support::tiny_model("llama-2-7b")};
  const DeviceSpec device_ = support::roomy_device();
};

TEST_F(ComputingEngines, RefuseGroupsWhoseValuesTheyDoNotCompute) {
  EXPECT_EQ(error_of({.group_size = 16}),
            "options: group size: expected 0: with weights the NPU computes per tensor, found 16");
}

TEST_F(ComputingEngines, RefuseOptionsThatAreOutOfRange) {
  EXPECT_THAT(error_of({.chunk_lengths = {}}), HasSubstr("chunk"));
  EXPECT_THAT(error_of({.policy = "by-chance"}), HasSubstr("by-chance"));
  EXPECT_EQ(error_of({}), "no error");
}

}  // namespace
}  // namespace mllm_npu
