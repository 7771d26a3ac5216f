#include "engine/metrics/memory_timeline.h"

#include <gtest/gtest.h>

#include "engine/schedule/policy_catalog.h"
#include "engine/soc/memory_model.h"
#include "tests/support/priced_dag.h"
#include "tests/support/toy_model.h"

namespace mllm_npu {
namespace {

using enum Processor;
using support::draw;
using support::PricedDag;

// An operator whose output takes so many bytes; but for int8, in fours.
Operator making(std::int64_t bytes, OperatorKind kind = OperatorKind::kQuantize) {
  const bool int8 = kind == OperatorKind::kQuantize;
  return {.kind = kind, .rows = 1, .columns = int8 ? bytes : bytes / 4};
}

struct Held {
  PricedDag priced;

  Held& operators(std::size_t node, std::vector<Operator> operators) {
    priced.dag.subgraphs[node].operators = std::move(operators);
    return *this;
  }
  std::vector<MemoryStep> steps(const MemoryUse& held = {}) const {
    return memory_timeline(priced.dag, support::run(priced, "in-order"), held);
  }
  MemoryUse at(std::int64_t nanosecond) const {
    MemoryUse use;
    for (const MemoryStep& step : steps()) {
      if (step.start <= SimTime{nanosecond}) use = step.use;
    }
    return use;
  }
  // Activations in each nanosecond.
  std::vector<std::int64_t> activations(std::int64_t nanoseconds) const {
    std::vector<std::int64_t> bytes;
    for (std::int64_t i = 0; i < nanoseconds; ++i) bytes.push_back(at(i).activations.value);
    return bytes;
  }
};

using Each = std::vector<std::int64_t>;

TEST(MemoryTimeline, HoldsFromTheStartWhatStandsBeforeThePrompt) {
  const Held one{draw({{.processor = kCpu, .duration = 2}})};
  const MemoryStep first = one.steps({.weights = {1}, .graphs = {2}, .shadow = {3}}).front();
  EXPECT_EQ(first.start, SimTime{});
  EXPECT_EQ(first.use.weights, Bytes{1});
  EXPECT_EQ(first.use.graphs, Bytes{2});
  EXPECT_EQ(first.use.shadow, Bytes{3});
}

TEST(MemoryTimeline, ReadsNothingElseOfWhatIsHeld) {
  const Held one{draw({{.processor = kCpu, .duration = 2}})};
  const MemoryUse last = one.steps({.activations = {4}, .kv_cache = {5}}).back().use;
  EXPECT_EQ(last.activations + last.kv_cache, Bytes{0});
}

// CPU aa...c
// NPU ..bbb.
TEST(MemoryTimeline, HoldsBuffersUntilTheirLastReaderHasEnded) {
  Held held{draw({{.processor = kCpu, .duration = 2},
                  {.processor = kNpu, .duration = 3, .after = {0}},
                  {.processor = kCpu, .duration = 1, .after = {1}}})};
  held.operators(0, {making(10), making(7)}).operators(2, {making(100)});
  EXPECT_EQ(held.activations(7), (Each{17, 17, 17, 17, 17, 100, 0}));
}

TEST(MemoryTimeline, HoldsThemForTheLastOfSeveralReaders) {
  Held held{draw({{.processor = kCpu, .duration = 1},
                  {.processor = kNpu, .duration = 1, .after = {0}},
                  {.processor = kGpu, .duration = 4, .after = {0}}})};
  held.operators(0, {making(10)});
  EXPECT_EQ(held.activations(6), (Each{10, 10, 10, 10, 10, 0}));
}

TEST(MemoryTimeline, CountsWhatTheNpuMakesAmongTheGraphs) {
  Held held{
      draw({{.processor = kNpu, .duration = 2}, {.processor = kCpu, .duration = 1, .after = {0}}})};
  held.operators(0, {making(10)});
  EXPECT_EQ(held.activations(3), (Each{0, 0, 0}));
}

// The residual of a is added by c, which b alone waits for.
TEST(MemoryTimeline, HoldsAResidualUntilTheNextAddition) {
  Held held{draw({{.processor = kCpu, .duration = 1},
                  {.processor = kNpu, .duration = 2, .after = {0}},
                  {.processor = kCpu, .duration = 2, .after = {1}}})};
  held.operators(0, {making(8, OperatorKind::kAdd)});
  EXPECT_EQ(held.activations(4), (Each{8, 8, 8, 0})) << "without another addition";
  held.operators(2, {making(100, OperatorKind::kAdd)});
  EXPECT_EQ(held.activations(6), (Each{8, 8, 8, 108, 108, 0}));
}

TEST(MemoryTimeline, AnEmbeddingIsAResidualToo) {
  Held held{draw({{.processor = kCpu, .duration = 1, .kind = SubgraphKind::kEmbedding},
                  {.processor = kNpu, .duration = 2, .after = {0}},
                  {.processor = kCpu, .duration = 2, .after = {1}}})};
  held.operators(0, {making(8)}).operators(2, {making(100, OperatorKind::kAdd)});
  EXPECT_EQ(held.activations(6), (Each{8, 8, 8, 108, 108, 0}));
}

// Keys and values are read from the cache (Eq. 2).
TEST(MemoryTimeline, DoesNotHoldBuffersForAnotherChunk) {
  Held held{draw({{.processor = kCpu, .duration = 1},
                  {.processor = kCpu, .duration = 3, .after = {0}, .chunk = 1}})};
  held.operators(0, {making(8, OperatorKind::kAdd)}).operators(1, {making(4, OperatorKind::kAdd)});
  EXPECT_EQ(held.activations(5), (Each{8, 4, 4, 4, 0}));
}

TEST(MemoryTimeline, FillsTheCacheAsAttentionEnds) {
  Held held{
      draw({{.processor = kCpu, .duration = 2}, {.processor = kCpu, .duration = 3, .after = {0}}})};
  const Operator append{.kind = OperatorKind::kKvAppend, .rows = 5, .columns = 6};
  held.operators(0, {append}).operators(1, {append});
  EXPECT_EQ(held.at(1).kv_cache, Bytes{0});
  EXPECT_EQ(held.at(2).kv_cache, Bytes{5 * 6 * 2});
  EXPECT_EQ(held.at(4).kv_cache, Bytes{5 * 6 * 2});
  EXPECT_EQ(held.at(5).kv_cache, Bytes{2 * 5 * 6 * 2});
}

// flash aa..
// CPU   ..bb
TEST(MemoryTimeline, HoldsRowsFromFlashUntilTheirProductHasEnded) {
  Held held{draw(
      {{.processor = kFlash, .duration = 2}, {.processor = kCpu, .duration = 2, .after = {0}}})};
  held.operators(0, {{.kind = OperatorKind::kFlashRead, .inner = 3, .columns = 50}});
  EXPECT_EQ(held.activations(5), (Each{150, 150, 150, 150, 0}));
}

TEST(MemoryTimeline, OfNothingIsOneStep) {
  EXPECT_EQ(Held{draw({})}.steps({.weights = {1}}).size(), 1U);
}

TEST(PeakMemory, IsTheLargestOfEachOwner) {
  const std::vector<MemoryStep> steps = {{.use = {.activations = {5}, .kv_cache = {1}}},
                                         {.use = {.activations = {2}, .kv_cache = {3}}}};
  EXPECT_EQ(peak_of(steps).activations, Bytes{5});
  EXPECT_EQ(peak_of(steps).kv_cache, Bytes{3});
  EXPECT_EQ(peak_of({}).total(), Bytes{0});
}

// Prompts of random models with random prices, under every policy.
class EveryMemoryTimeline : public ::testing::Test {
 protected:
  using Check = std::function<void(const ModelConfig&, std::int64_t chunks, const SubgraphDag&,
                                   const std::vector<MemoryStep>&)>;
  static void for_each(const Check& check) {
    support::Random random(11);
    for (int round = 0; round < 40; ++round) {
      const ModelConfig model = support::random_model(random);
      const auto shadow = support::random_shadows(model, random);
      const std::int64_t chunks = random.between(1, 5);
      const PricedDag priced = support::with_random_prices(
          support::toy_graph(model, chunks, {.shadow = shadow}), random);
      for (const PolicyEntry& policy : policy_catalog()) {
        SCOPED_TRACE(policy.name + (" " + std::to_string(round)));
        const Timeline timeline = support::run(priced, policy.name);
        check(model, chunks, priced.dag, memory_timeline(priced.dag, timeline, {}));
      }
    }
  }
};

TEST_F(EveryMemoryTimeline, StepsForwardFromZero) {
  for_each([](const auto&, std::int64_t, const auto&, const std::vector<MemoryStep>& steps) {
    ASSERT_EQ(steps.front().start, SimTime{});
    for (std::size_t i = 1; i < steps.size(); ++i) {
      ASSERT_LT(steps[i - 1].start, steps[i].start);
    }
  });
}

TEST_F(EveryMemoryTimeline, EndsWithAFullCacheAndNoActivations) {
  for_each([](const ModelConfig& model, std::int64_t chunks, const auto&, const auto& steps) {
    ASSERT_EQ(steps.back().use.kv_cache, kv_cache(model, 8 * chunks));
    ASSERT_EQ(steps.back().use.activations, Bytes{0});
  });
}

TEST_F(EveryMemoryTimeline, HoldsNoMoreThanTheBuffersOfEveryChunkAndNeverLessThanNothing) {
  for_each([](const auto&, std::int64_t chunks, const SubgraphDag& dag, const auto& steps) {
    const Bytes all = graph_buffers(dag, false) - chunks * npu_graph_buffers(dag);
    for (const MemoryStep& step : steps) {
      ASSERT_LE(step.use.activations, all);
      ASSERT_GE(step.use.activations, Bytes{0});
    }
  });
}

TEST_F(EveryMemoryTimeline, TheCacheNeverShrinks) {
  for_each([](const auto&, std::int64_t, const auto&, const std::vector<MemoryStep>& steps) {
    for (std::size_t i = 1; i < steps.size(); ++i) {
      ASSERT_LE(steps[i - 1].use.kv_cache, steps[i].use.kv_cache);
    }
  });
}

}  // namespace
}  // namespace mllm_npu
