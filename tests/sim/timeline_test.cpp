#include "engine/sim/timeline.h"

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using namespace std::chrono_literals;

// 0 ─aaaa──c─
// 1 ──bbbbb──
const Timeline kTwoLanes{.spans = {{.lane = 0, .work = 0, .start = 1ns, .end = 5ns},
                                   {.lane = 1, .work = 1, .start = 2ns, .end = 7ns},
                                   {.lane = 0, .work = 2, .start = 5ns, .end = 6ns}}};

TEST(Timeline, WithoutSpansTakesNoTime) {
  EXPECT_EQ(Timeline{}.makespan(), 0ns);
  EXPECT_EQ(Timeline{}.busy(0), 0ns);
}

TEST(Timeline, EndsWithTheSpanThatEndsLastAndNotWithTheOneThatStartsLast) {
  EXPECT_EQ(kTwoLanes.makespan(), 7ns);
}

TEST(Timeline, IsBusyForTheSumOfTheSpansOfALane) {
  EXPECT_EQ(kTwoLanes.busy(0), 5ns);
  EXPECT_EQ(kTwoLanes.busy(1), 5ns);
}

TEST(Timeline, IsNotBusyOnALaneWithoutSpans) { EXPECT_EQ(kTwoLanes.busy(2), 0ns); }

}  // namespace
}  // namespace mllm_npu
