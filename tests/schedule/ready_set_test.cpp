#include "engine/schedule/ready_set.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/graph_text.h"
#include "tests/support/priced_dag.h"

namespace mllm_npu {
namespace {

using namespace std::chrono_literals;
using enum Processor;
using support::draw;
using support::PricedDag;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<SimTime> durations_of(const PricedDag& priced) {
  std::vector<SimTime> durations;
  for (std::size_t id = 0; id < priced.dag.nodes.size(); ++id) {
    durations.push_back(priced.duration(static_cast<SubgraphId>(id)));
  }
  return durations;
}

ReadySet ready_set(const PricedDag& priced, ReleaseRule rule = ReleaseRule::kCompleted) {
  return {priced.dag, durations_of(priced), rule};
}

std::vector<SubgraphId> complete(ReadySet& ready, SubgraphId id) {
  std::vector<SubgraphId> released;
  ready.complete(id, [&](SubgraphId successor) { released.push_back(successor); });
  return released;
}

// a ─┬─► c (5) ─► e (9)
// b ─┘
// b ───► d (7)
const PricedDag kFork =
    draw({{kCpu, 1}, {kNpu, 2}, {kCpu, 5, {0, 1}}, {kCpu, 7, {1}}, {kCpu, 9, {2}}});

TEST(ReadySet, HoldsWhatIsEnabledByProcessorUntilItStarts) {
  ReadySet ready = ready_set(kFork);
  ready.enable(0);
  ready.enable(1);
  ready.enable(2);
  EXPECT_THAT(ready.on(kCpu), UnorderedElementsAre(0, 2));
  EXPECT_THAT(ready.on(kNpu), ElementsAre(1));
  EXPECT_THAT(ready.on(kGpu), IsEmpty());
  ready.start(0);
  EXPECT_THAT(ready.on(kCpu), ElementsAre(2));
}

TEST(ReadySet, TellsWhichSubgraphsACompletionWasTheLastInputOf) {
  ReadySet ready = ready_set(kFork);
  EXPECT_THAT(complete(ready, 0), IsEmpty());
  EXPECT_THAT(complete(ready, 1), ElementsAre(2, 3));
}

TEST(ReadySet, SumsTheSubgraphsThatWaitForOneInputAlone) {
  ReadySet ready = ready_set(kFork);
  EXPECT_EQ(ready.released_by(0), 0ns);  // c waits for b, too
  EXPECT_EQ(ready.released_by(1), 7ns);  // d
  complete(ready, 0);
  EXPECT_EQ(ready.released_by(1), 12ns);  // c and d
}

TEST(ReadySet, DoesNotSumWhatComesAfterThat) {
  EXPECT_EQ(ready_set(kFork).released_by(2), 9ns);
  EXPECT_EQ(ready_set(kFork).released_by(0), 0ns);
}

TEST(ReadySet, CountsARunningInputAsThereOnlyInTheStartedReading) {
  for (const ReleaseRule rule : {ReleaseRule::kCompleted, ReleaseRule::kStarted}) {
    ReadySet ready = ready_set(kFork, rule);
    ready.enable(0);
    ready.start(0);
    EXPECT_EQ(ready.released_by(1), rule == ReleaseRule::kStarted ? 12ns : 7ns);
    complete(ready, 0);
    EXPECT_EQ(ready.released_by(1), 12ns);
  }
}

TEST(ReadySet, KnowsTheLowestChunkThatIsNotComplete) {
  const PricedDag two = draw({{kCpu, 1, {}, 0}, {kCpu, 1, {}, 0}, {kCpu, 1, {}, 1}});
  ReadySet ready = ready_set(two);
  complete(ready, 2);
  EXPECT_EQ(ready.first_open_chunk(), 0);
  complete(ready, 0);
  EXPECT_EQ(ready.first_open_chunk(), 0);
  EXPECT_EQ(ready.open_count(), 1);
  complete(ready, 1);
  EXPECT_EQ(ready.first_open_chunk(), 2);
  EXPECT_EQ(ready.open_count(), 0);
}

TEST(ReadySetDeathTest, WhatIsNotReadyCannotStart) {
  ReadySet ready = ready_set(kFork);
  EXPECT_DEATH(ready.start(2), "subgraph 2 is not ready");
}

// The definition, word by word: what would become ready if `id` were settled as well.
SimTime brute_force(const PricedDag& priced, const std::vector<bool>& settled, SubgraphId id) {
  const auto inputs = support::inputs_of(priced.dag);
  SimTime sum{};
  for (const SubgraphId successor : priced.dag.successors_of(id)) {
    const auto& all = inputs[static_cast<std::size_t>(successor)];
    const bool last = std::all_of(all.begin(), all.end(), [&](SubgraphId input) {
      return input == id || settled[static_cast<std::size_t>(input)];
    });
    if (last) sum += priced.duration(successor);
  }
  return sum;
}

class AnyOrder : public ::testing::TestWithParam<ReleaseRule> {};

// Starts and completes the subgraphs of a random DAG in random order, on any number of processors.
TEST_P(AnyOrder, KeepsWhatABruteForceSumsAtEveryStep) {
  support::Random random(11);
  for (int round = 0; round < 60; ++round) {
    const PricedDag priced = support::random_dag(random);
    const auto count = static_cast<SubgraphId>(priced.dag.nodes.size());
    ReadySet ready = ready_set(priced, GetParam());
    std::vector<bool> settled(priced.dag.nodes.size());
    std::vector<SubgraphId> waiting;
    std::vector<SubgraphId> running;
    const auto enable = [&](SubgraphId id) {
      ready.enable(id);
      waiting.push_back(id);
    };
    for (SubgraphId id = 0; id < count; ++id) {
      if (priced.dag.predecessor_count[static_cast<std::size_t>(id)] == 0) enable(id);
    }
    while (ready.open_count() > 0) {
      const bool starts = running.empty() || (!waiting.empty() && random.chance(50));
      auto& from = starts ? waiting : running;
      const auto place = from.begin() + random.below(static_cast<std::int64_t>(from.size()));
      const SubgraphId id = *place;
      from.erase(place);
      if (starts) {
        ready.start(id);
        running.push_back(id);
      } else {
        ready.complete(id, enable);
      }
      if (!starts || GetParam() == ReleaseRule::kStarted) {
        settled[static_cast<std::size_t>(id)] = true;
      }
      for (SubgraphId each = 0; each < count; ++each) {
        if (settled[static_cast<std::size_t>(each)]) continue;
        ASSERT_EQ(ready.released_by(each), brute_force(priced, settled, each))
            << "round " << round << ", subgraph " << each;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ReadySet, AnyOrder,
                         ::testing::Values(ReleaseRule::kCompleted, ReleaseRule::kStarted));

}  // namespace
}  // namespace mllm_npu
