#include "engine/base/units.h"

#include <limits>
#include <type_traits>

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};

TEST(SimTime, IsRoundedToTheNearestNanosecond) {
  EXPECT_EQ(sim_time_from_seconds(1.4e-9).count(), 1);
  EXPECT_EQ(sim_time_from_seconds(1.6e-9).count(), 2);
  EXPECT_EQ(sim_time_from_seconds(-1.6e-9).count(), -2);
}

TEST(SimTime, HoldsADayToTheNanosecond) {
  EXPECT_EQ(sim_time_from_seconds(86400).count(), 86'400'000'000'000);
  EXPECT_EQ(to_seconds(SimTime{86'400'000'000'000}), 86400);
}

TEST(SimTime, IsSeenInSecondsAndInMilliseconds) {
  EXPECT_DOUBLE_EQ(to_seconds(SimTime{1'500'000}), 1.5e-3);
  EXPECT_DOUBLE_EQ(to_milliseconds(SimTime{1'500'000}), 1.5);
}

TEST(SimTime, JustBelowTheLargestSpanStillFits) {
  EXPECT_GT(sim_time_from_seconds(8.99e9).count(), 0);
}

TEST(SimTimeDeathTest, ASpanThatDoesNotFitStopsTheProgram) {
  EXPECT_DEATH(sim_time_from_seconds(9e9), "check failed");
}

TEST(SimTimeDeathTest, NotANumberStopsTheProgram) {
  EXPECT_DEATH(sim_time_from_seconds(std::numeric_limits<double>::quiet_NaN()), "check failed");
}

TEST(Quantity, AddsAndSubtractsItsOwnKind) {
  Bytes sum = 3_B + 4_B;
  EXPECT_EQ(sum, 7_B);
  sum -= 5_B;
  EXPECT_EQ(sum, 2_B);
}

TEST(Quantity, DoesNotAddToAnotherKind) {
  static_assert(Addable<Joules, Joules>);
  EXPECT_FALSE((Addable<Joules, Watts>));
  EXPECT_FALSE((Addable<Bytes, Joules>));
}

TEST(Quantity, IsNoPlainNumber) {
  EXPECT_FALSE((std::is_convertible_v<Bytes, std::int64_t>));
  EXPECT_FALSE((Addable<Bytes, int>));
}

TEST(Quantity, ScalesFromEitherSide) {
  EXPECT_EQ(3_B * 4, 12_B);
  EXPECT_EQ(4 * 3_B, 12_B);
  EXPECT_EQ(Watts{1.5} * 2.0, Watts{3.0});
}

TEST(Quantity, IsOrdered) {
  EXPECT_LT(3_B, 4_B);
  EXPECT_GT(Joules{2}, Joules{1});
}

TEST(Quantity, StartsAtZero) {
  EXPECT_EQ(Bytes{}, 0_B);
  EXPECT_EQ(Joules{}.value, 0);
}

TEST(Energy, IsPowerTimesTime) { EXPECT_DOUBLE_EQ((Watts{2} * SimTime{500'000'000}).value, 1.0); }

TEST(Gigabytes, AreDecimal) { EXPECT_DOUBLE_EQ(to_gigabytes(2'400'000'000_B), 2.4); }

}  // namespace
}  // namespace mllm_npu
