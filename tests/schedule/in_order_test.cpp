#include "engine/schedule/in_order.h"

#include <gtest/gtest.h>

#include "tests/support/priced_dag.h"

namespace mllm_npu {
namespace {

using enum Processor;
using support::draw;
using support::picture;
using support::PricedDag;
using support::run;

// chunk 0  a ─► b ─► c
// chunk 1  d ─► e ─► f
PricedDag two_chunks() {
  return draw({{kCpu, 3, {}, 0},
               {kNpu, 1, {0}, 0},
               {kCpu, 2, {1}, 0},
               {kCpu, 3, {}, 1},
               {kNpu, 1, {3}, 1},
               {kCpu, 2, {4}, 1}});
}

TEST(InOrder, FillsTheWaitOfTheFirstChunkWithTheSecond) {
  EXPECT_EQ(picture(run(two_chunks(), "in-order")),
            "CPU aaadddccff\n"
            "NPU ...b..e...\n");
}

TEST(InOrder, PrefersTheLowestChunkAndThenTheOrderOfTheData) {
  EXPECT_EQ(picture(run(draw({{kGpu, 1, {}, 0},
                              {kCpu, 1, {0}, 0},
                              {kCpu, 1, {0}, 0},
                              {kCpu, 2, {}, 1},
                              {kCpu, 1, {}, 1}}),
                        "in-order")),
            "CPU ddbce\n"
            "GPU a....\n");
}

TEST(Serial, StartsAChunkOnlyWhenTheOneBeforeIsComplete) {
  EXPECT_EQ(picture(run(two_chunks(), "serial")),
            "CPU aaa.ccddd.ff\n"
            "NPU ...b.....e..\n");
}

TEST(Serial, OverlapsProcessorsWithinAChunk) {
  EXPECT_EQ(picture(run(draw({{kCpu, 1, {}, 0}, {kNpu, 3, {0}, 0}, {kCpu, 2, {0}, 0}}), "serial")),
            "CPU acc.\n"
            "NPU .bbb\n");
}

TEST(Serial, LeavesAProcessorIdleThatHasOnlyLaterChunks) {
  EXPECT_EQ(picture(run(draw({{kCpu, 3, {}, 0}, {kNpu, 1, {}, 1}}), "serial")),
            "CPU aaa.\n"
            "NPU ...b\n");
}

}  // namespace
}  // namespace mllm_npu
