#include "engine/schedule/out_of_order.h"

#include <gtest/gtest.h>

#include "engine/schedule/dispatcher.h"
#include "tests/support/priced_dag.h"

namespace mllm_npu {
namespace {

using enum Processor;
using support::draw;
using support::Node;
using support::picture;
using support::PricedDag;

std::string eq5(const std::vector<Node>& nodes, TieBreak ties = TieBreak::kDataOrder,
                ReleaseRule rule = ReleaseRule::kCompleted) {
  const PricedDag priced = draw(nodes);
  OutOfOrderPolicy policy(ties, rule);
  return picture(dispatch(priced.dag, priced.prices, {}, policy));
}

// CPU: a ─► c (2)
//      b ─► d (5)   C(b) = 5 > C(a) = 2
TEST(OutOfOrder, RunsOnTheCpuWhatReleasesTheMost) {
  EXPECT_EQ(eq5({{kCpu, 1}, {kCpu, 1}, {kNpu, 2, {0}}, {kNpu, 5, {1}}}),
            "CPU ba......\n"
            "NPU .dddddcc\n");
}

TEST(OutOfOrder, TreatsTheGpuAsTheCpu) {
  EXPECT_EQ(eq5({{kGpu, 1}, {kGpu, 1}, {kNpu, 2, {0}}, {kNpu, 5, {1}}}),
            "GPU ba......\n"
            "NPU .dddddcc\n");
}

// NPU: a ─► c (5)
//      b ─► d (2)   C(b) = −2 > C(a) = −5
TEST(OutOfOrder, RunsOnTheNpuWhatReleasesTheLeast) {
  EXPECT_EQ(eq5({{kNpu, 1}, {kNpu, 1}, {kCpu, 5, {0}}, {kCpu, 2, {1}}}),
            "CPU .ddccccc\n"
            "NPU ba......\n");
}

// a ─► c (4)
// b ─┬► d (2)
//    └► e (3)   together 5
TEST(OutOfOrder, SumsAllThatASubgraphReleases) {
  EXPECT_EQ(eq5({{kCpu, 1}, {kCpu, 1}, {kNpu, 4, {0}}, {kNpu, 2, {1}}, {kNpu, 3, {1}}}),
            "CPU ba........\n"
            "NPU .ddcccceee\n");
}

// a ─────► c (2)
// b ─────► e (9)
// d (GPU) ─┘       e waits for d as well, so b releases nothing yet
TEST(OutOfOrder, DoesNotCountWhatWaitsForAnotherInput) {
  EXPECT_EQ(eq5({{kCpu, 1}, {kCpu, 1}, {kNpu, 2, {0}}, {kGpu, 4}, {kNpu, 9, {1, 3}}}),
            "CPU ab...........\n"
            "GPU dddd.........\n"
            "NPU .cc.eeeeeeeee\n");
}

// a ┬► b ────► e (2)
//   └► c ────► f (3)
// d (GPU) ─────┘       runs when the CPU chooses between b and c
const std::vector<Node> kRunningInput = {{kCpu, 1}, {kCpu, 1, {0}}, {kCpu, 1, {0}},
                                         {kGpu, 4}, {kNpu, 2, {1}}, {kNpu, 3, {2, 3}}};

TEST(OutOfOrder, ReadsARunningInputAsMissing) {
  EXPECT_EQ(eq5(kRunningInput),
            "CPU abc....\n"
            "GPU dddd...\n"
            "NPU ..eefff\n");
}

TEST(OutOfOrder, ReadsARunningInputAsThereInTheStartedReading) {
  EXPECT_EQ(eq5(kRunningInput, TieBreak::kDataOrder, ReleaseRule::kStarted),
            "CPU acb.....\n"
            "GPU dddd....\n"
            "NPU ...eefff\n");
}

// Nothing releases anything. Layers: a 1, b 0, c 2; durations: a 1, b 2, c 3.
std::string tie(TieBreak ties) {
  return eq5({{.processor = kCpu, .duration = 1, .layer = 1},
              {.processor = kCpu, .duration = 2, .layer = 0},
              {.processor = kCpu, .duration = 3, .layer = 2}},
             ties);
}

TEST(OutOfOrder, BreaksTiesAsAsked) {
  EXPECT_EQ(tie(TieBreak::kDataOrder), "CPU abbccc\n");
  EXPECT_EQ(tie(TieBreak::kDeepest), "CPU cccabb\n");
  EXPECT_EQ(tie(TieBreak::kShallowest), "CPU bbaccc\n");
  EXPECT_EQ(tie(TieBreak::kLongest), "CPU cccbba\n");
}

TEST(OutOfOrder, BreaksWhatIsStillATieInTheOrderOfTheData) {
  for (const TieBreak ties :
       {TieBreak::kDataOrder, TieBreak::kDeepest, TieBreak::kShallowest, TieBreak::kLongest}) {
    EXPECT_EQ(eq5({{kNpu, 1}, {kNpu, 1}, {kNpu, 1}, {kNpu, 1}}, ties), "NPU abcd\n");
  }
}

TEST(OutOfOrder, BreaksNoTieWhereEq5Decides) {
  EXPECT_EQ(eq5({{kCpu, 9}, {kCpu, 1}, {kNpu, 1, {1}}}, TieBreak::kLongest),
            "CPU baaaaaaaaa\n"
            "NPU .c........\n");
}

// Asks Eq. 5 itself about every pick.
class Witness : public OutOfOrderPolicy {
 public:
  using OutOfOrderPolicy::OutOfOrderPolicy;

  std::optional<SubgraphId> pick(Processor idle, const ReadySet& ready) override {
    const auto picked = OutOfOrderPolicy::pick(idle, ready);
    for (const SubgraphId other : ready.on(idle)) {
      EXPECT_GE(gain(idle, *picked, ready), gain(idle, other, ready));
      choices += other == *picked ? 0 : 1;
    }
    return picked;
  }

  int choices = 0;

 private:
  static SimTime gain(Processor idle, SubgraphId id, const ReadySet& ready) {
    return idle == kNpu ? -ready.released_by(id) : ready.released_by(id);
  }
};

TEST(OutOfOrder, PicksTheLargestCOfTheReadyOnesInAnyDag) {
  support::Random random(23);
  int choices = 0;
  for (int round = 0; round < 200; ++round) {
    const PricedDag priced = support::random_dag(random);
    for (const ReleaseRule rule : {ReleaseRule::kCompleted, ReleaseRule::kStarted}) {
      Witness witness(TieBreak::kDeepest, rule);
      dispatch(priced.dag, priced.prices, {}, witness);
      choices += witness.choices;
    }
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
  EXPECT_GT(choices, 1000);  // there was something to choose from
}

}  // namespace
}  // namespace mllm_npu
