#include "plots/value_axis.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/style.h"
#include "plots/text.h"
#include "tests/support/random.h"

namespace mllm_npu {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::Pointwise;

const AxisWish kLinear{.log = false, .length = 100, .room = 20};
const AxisWish kLog{.log = true, .length = 100, .room = 20, .below = 1.5};

TEST(FitAxis, LeavesTheWishedRoomAboveTheLargestValue) {
  const ValueAxis axis = fit_axis({4, 10}, kLinear);
  EXPECT_DOUBLE_EQ(axis.low, 0);
  EXPECT_DOUBLE_EQ(axis.high, 12.5);
  EXPECT_DOUBLE_EQ(axis.place(10), 80);
}

TEST(FitAxis, BeginsAtTheSmallestValueBelowZero) {
  const ValueAxis axis = fit_axis({-5, 15}, kLinear);
  EXPECT_DOUBLE_EQ(axis.low, -5);
  EXPECT_DOUBLE_EQ(axis.high, 20);
}

TEST(FitAxis, ALogAxisBeginsAtARoundNumberBelowTheSmallestValue) {
  EXPECT_DOUBLE_EQ(fit_axis({1.5, 40}, kLog).low, 1);
  EXPECT_DOUBLE_EQ(fit_axis({1.4999, 40}, kLog).low, 0.5);
  EXPECT_DOUBLE_EQ(fit_axis({3, 40}, kLog).low, 2);
  EXPECT_DOUBLE_EQ(fit_axis({7.5, 40}, kLog).low, 5);
}

TEST(FitAxis, ALogAxisLeavesTheWishedRoomToo) {
  const ValueAxis axis = fit_axis({2, 200}, kLog);
  EXPECT_DOUBLE_EQ(axis.low, 1);
  EXPECT_NEAR(axis.place(200), 80, 1e-9);
}

TEST(FitAxis, IsNeverEmpty) {
  EXPECT_DOUBLE_EQ(fit_axis({}, kLinear).high, 1.25);
  EXPECT_DOUBLE_EQ(fit_axis({0, 0}, kLinear).high, 1);
  EXPECT_DOUBLE_EQ(fit_axis({-2, -2}, kLinear).high, -1);
  const ValueAxis one = fit_axis({3}, {.log = true, .length = 100, .room = 0, .below = 1});
  EXPECT_GT(one.high, one.low);
}

TEST(ValueAxis, AValueAndItsPlaceAreInverse) {
  for (const ValueAxis& axis : {fit_axis({-5, 15}, kLinear), fit_axis({0.03, 900}, kLog)}) {
    EXPECT_DOUBLE_EQ(axis.place(axis.low), 0);
    EXPECT_DOUBLE_EQ(axis.place(axis.high), 100);
    for (double points : {0.0, 12.5, 50.0, 100.0}) {
      EXPECT_NEAR(axis.place(axis.value_at(points)), points, 1e-9);
    }
  }
}

TEST(TicksOf, ALinearAxisHasRoundSteps) {
  EXPECT_THAT(ticks_of(fit_axis({10}, kLinear)), ElementsAre(0, 5, 10));
  EXPECT_THAT(ticks_of(fit_axis({8}, kLinear)), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(ticks_of(fit_axis({8.1}, kLinear)), ElementsAre(0, 5, 10));
}

TEST(TicksOf, ALinearAxisBelowZeroStillHasZero) {
  EXPECT_THAT(ticks_of(fit_axis({-5, 15}, kLinear)),
              Pointwise(DoubleEq(), {-5.0, 0.0, 5.0, 10.0, 15.0, 20.0}));
}

TEST(TicksOf, ALogAxisHasThePowersOfTenUpToTheLargestValue) {
  EXPECT_THAT(ticks_of(fit_axis({2, 100}, kLog)), Pointwise(DoubleEq(), {1.0, 10.0, 100.0}));
  EXPECT_THAT(ticks_of(fit_axis({2, 99}, kLog)), Pointwise(DoubleEq(), {1.0, 10.0}));
}

TEST(TicksOf, ALogAxisWithinOneDecadeHasSmallerSteps) {
  EXPECT_THAT(ticks_of(fit_axis({2, 8}, kLog)), Pointwise(DoubleEq(), {1.0, 2.0, 5.0}));
  EXPECT_THAT(ticks_of(fit_axis({3, 9}, kLog)), Pointwise(DoubleEq(), {2.0, 5.0}));
}

std::vector<double> random_values(support::Random& random) {
  std::vector<double> values;
  const auto count = random.between(1, 6);
  for (int i = 0; i < count; ++i) {
    values.push_back(static_cast<double>(random.between(1, 999)) *
                     std::pow(10, static_cast<double>(random.between(-6, 9))));
  }
  return values;
}

TEST(TicksOf, EveryAxisHasAtLeastOneAndALinearOneSixAtMost) {
  support::Random random(13);
  for (int round = 0; round < 500; ++round) {
    const std::vector<double> values = random_values(random);
    for (const AxisWish& wish : {kLinear, kLog}) {
      const ValueAxis axis = fit_axis(values, wish);
      const std::vector<double> ticks = ticks_of(axis);
      ASSERT_GE(ticks.size(), 1u) << range_text(axis);
      ASSERT_TRUE(wish.log || ticks.size() <= 6) << range_text(axis);
      ASSERT_GE(ticks.front(), axis.low * 0.998);
      ASSERT_LE(ticks.back(), axis.high * 1.002);
    }
  }
}

TEST(FitAxis, EveryValueLiesOnTheAxisBelowTheRoom) {
  support::Random random(14);
  for (int round = 0; round < 500; ++round) {
    const std::vector<double> values = random_values(random);
    for (const AxisWish& wish : {kLinear, kLog}) {
      const ValueAxis axis = fit_axis(values, wish);
      for (double value : values) {
        ASSERT_GE(axis.place(value), 0) << value;
        ASSERT_LE(axis.place(value), wish.length - wish.room + 1e-6) << value;
      }
    }
  }
}

TEST(TickLabel, IsShort) {
  EXPECT_EQ(tick_label(0), "0");
  EXPECT_EQ(tick_label(0.01), "0.01");
  EXPECT_EQ(tick_label(3 * 0.1), "0.3");
  EXPECT_EQ(tick_label(2500), "2500");
  EXPECT_EQ(tick_label(1e6), "1e+06");
}

TEST(AxisRoom, GrowsWithTheNumbersOfTheAxis) {
  const double narrow = axis_room(fit_axis({4}, kLinear));
  const double wide = axis_room(fit_axis({4000}, kLinear));
  EXPECT_NEAR(wide - narrow, (text_width("4000") - text_width("4")) / kPointsPerInch, 1e-9);
}

TEST(RangeText, IsWhatGnuplotReads) {
  EXPECT_EQ(range_text(fit_axis({10}, kLinear)), "[0:12.5]");
  EXPECT_EQ(range_text(fit_axis({-5, 15}, kLinear)), "[-5:20]");
}

TEST(FitAxisDeathTest, ALogAxisHasNoZero) { EXPECT_DEATH(fit_axis({0, 1}, kLog), "smallest > 0"); }

TEST(FitAxisDeathTest, RoomMustLeaveSomethingOfTheAxis) {
  EXPECT_DEATH(fit_axis({1}, {.log = false, .length = 10, .room = 10}), "wish.room");
}

}  // namespace
}  // namespace mllm_npu
