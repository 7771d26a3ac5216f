#include "engine/sim/shared_bandwidth.h"

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

// Three lanes over 10 bytes per nanosecond.
SharedBandwidth<3> ten() { return SharedBandwidth<3>(10); }

TEST(SharedBandwidth, LetsALoneWorkRunAtFullSpeed) {
  auto memory = ten();
  memory.start(1, 100, 4);
  EXPECT_TRUE(memory.running(1));
  EXPECT_FALSE(memory.running(0));
  EXPECT_DOUBLE_EQ(memory.speed(), 1);
  EXPECT_DOUBLE_EQ(memory.time_left(1), 100);
}

TEST(SharedBandwidth, SlowsNothingDownAtExactlyItsCapacity) {
  auto memory = ten();
  memory.start(0, 100, 4);
  memory.start(1, 100, 6);
  EXPECT_DOUBLE_EQ(memory.speed(), 1);
}

TEST(SharedBandwidth, SpeedsNothingUpBelowItsCapacity) {
  auto memory = ten();
  memory.start(0, 100, 4);
  memory.start(1, 100, 5.9);
  EXPECT_DOUBLE_EQ(memory.speed(), 1);
}

TEST(SharedBandwidth, SlowsAllDownByOneFactorAboveItsCapacity) {
  auto memory = ten();
  memory.start(0, 100, 4);
  memory.start(1, 50, 7);
  EXPECT_DOUBLE_EQ(memory.speed(), 10.0 / 11);
  EXPECT_DOUBLE_EQ(memory.time_left(0), 110);
  EXPECT_DOUBLE_EQ(memory.time_left(1), 55);
}

TEST(SharedBandwidth, SlowsDownAWorkThatWantsNothingAsWell) {
  auto memory = ten();
  memory.start(0, 100, 0);
  memory.start(1, 100, 20);
  EXPECT_DOUBLE_EQ(memory.time_left(0), 200);
}

TEST(SharedBandwidth, GivesTheSpeedBackWhenAWorkStops) {
  auto memory = ten();
  memory.start(0, 100, 10);
  memory.start(1, 100, 10);
  EXPECT_DOUBLE_EQ(memory.speed(), 0.5);
  memory.stop(1);
  EXPECT_FALSE(memory.running(1));
  EXPECT_DOUBLE_EQ(memory.speed(), 1);
}

TEST(SharedBandwidth, AdvancesWorksAtTheCommonSpeed) {
  auto memory = ten();
  memory.start(0, 100, 10);
  memory.start(1, 40, 10);
  memory.advance(80);
  EXPECT_DOUBLE_EQ(memory.time_left(1), 0);
  memory.stop(1);
  EXPECT_DOUBLE_EQ(memory.time_left(0), 60);
}

TEST(SharedBandwidth, LeavesAnIdleLaneAloneWhenTimePasses) {
  auto memory = ten();
  memory.start(0, 100, 1);
  memory.advance(30);
  memory.start(1, 100, 1);
  EXPECT_DOUBLE_EQ(memory.time_left(0), 70);
  EXPECT_DOUBLE_EQ(memory.time_left(1), 100);
}

TEST(SharedBandwidth, MovesNoMoreBytesThanItsCapacityWhileItIsCrowded) {
  auto memory = ten();
  memory.start(0, 100, 8);
  memory.start(1, 100, 7);
  memory.start(2, 100, 5);
  const double before = memory.time_left(0) * memory.speed();
  memory.advance(10);
  const double done = before - memory.time_left(0) * memory.speed();
  EXPECT_DOUBLE_EQ(done * (8 + 7 + 5), 10 * 10);
}

}  // namespace
}  // namespace mllm_npu
