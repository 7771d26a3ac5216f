#include "engine/schedule/lockstep.h"

#include <gtest/gtest.h>

#include "tests/support/priced_dag.h"

namespace mllm_npu {
namespace {

using enum Processor;
using support::draw;
using support::Node;
using support::picture;
using support::run;

std::string lockstep(const std::vector<Node>& nodes) {
  return picture(run(draw(nodes), "lockstep"));
}

// chunk 0  a ─► b ─► c
// chunk 1  d ─► e ─► f
const std::vector<Node> kTwoChunks = {{kCpu, 3, {}, 0}, {kNpu, 1, {0}, 0}, {kNpu, 1, {1}, 0},
                                      {kCpu, 3, {}, 1}, {kNpu, 1, {3}, 1}, {kNpu, 1, {4}, 1}};

// Step 0: a; step 1: b beside d; step 2: c and e; step 3: f.
TEST(Lockstep, StartsAStepWhenBothChunksHaveDoneTheirLast) {
  EXPECT_EQ(lockstep(kTwoChunks),
            "CPU aaaddd...\n"
            "NPU ...b..cef\n");
}

TEST(Lockstep, LosesTimeAtTheBarrierThatGreedyOrderDoesNot) {
  EXPECT_EQ(picture(run(draw(kTwoChunks), "in-order")),
            "CPU aaaddd..\n"
            "NPU ...bc.ef\n");
}

TEST(Lockstep, StartsAPairWhenTheOneBeforeIsThrough) {
  EXPECT_EQ(lockstep({{kCpu, 1, {}, 0},
                      {kNpu, 1, {0}, 0},
                      {kCpu, 1, {}, 1},
                      {kNpu, 1, {2}, 1},
                      {kCpu, 1, {}, 2},
                      {kNpu, 1, {4}, 2},
                      {kCpu, 1, {}, 3},
                      {kNpu, 1, {6}, 3}}),
            "CPU ac.eg.\n"
            "NPU .bd.fh\n");
}

TEST(Lockstep, RunsTheLastOfAnOddNumberOfChunksAlone) {
  EXPECT_EQ(lockstep({{kCpu, 1, {}, 0},
                      {kNpu, 1, {0}, 0},
                      {kCpu, 1, {}, 1},
                      {kNpu, 1, {2}, 1},
                      {kCpu, 1, {}, 2},
                      {kNpu, 1, {4}, 2}}),
            "CPU ac.e.\n"
            "NPU .bd.f\n");
}

TEST(Lockstep, RunsOneChunkStepByStep) {
  EXPECT_EQ(lockstep({{kCpu, 1}, {kNpu, 2, {0}}, {kCpu, 1}}),  // c could run beside b
            "CPU a..c\n"
            "NPU .bb.\n");
}

// The last chunk of a prompt has a step more: the LM head.
TEST(Lockstep, FollowsTheSecondChunkPastTheEndOfTheFirst) {
  EXPECT_EQ(lockstep({{kCpu, 1, {}, 0},
                      {kNpu, 1, {0}, 0},
                      {kCpu, 1, {}, 1},
                      {kNpu, 1, {2}, 1},
                      {kCpu, 1, {3}, 1}}),
            "CPU ac.e\n"
            "NPU .bd.\n");
}

TEST(Lockstep, WaitsOutAHandoverWithinAStep) {
  EXPECT_EQ(lockstep({{.processor = kCpu, .duration = 1, .handover = 2},
                      {.processor = kNpu, .duration = 1, .after = {0}},
                      {.processor = kCpu, .duration = 1, .chunk = 1},
                      {.processor = kNpu, .duration = 1, .after = {2}, .chunk = 1}}),
            "CPU ac...\n"
            "NPU ...bd\n");
}

}  // namespace
}  // namespace mllm_npu
