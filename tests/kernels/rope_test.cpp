#include "engine/kernels/rope.h"

#include <cmath>
#include <complex>

#include <gtest/gtest.h>

#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

TEST(Rope, TurnsAPairByItsPositionTimesItsFrequency) {
  constexpr std::int64_t kHeadDim = 6;
  const RotaryTable table(kHeadDim, 10000, 20);
  const auto before = support::random_floats(3, 2 * kHeadDim, 1);
  auto rows = support::random_floats(3, 2 * kHeadDim, 1);
  rotate(rows.view(), 2, kHeadDim, table, 17);
  for (std::int64_t token = 0; token < 3; ++token) {
    for (std::int64_t head = 0; head < 2; ++head) {
      for (std::int64_t i = 0; i < 3; ++i) {
        const double angle = static_cast<double>(17 + token) *
                             std::pow(10000.0, -static_cast<double>(2 * i) / kHeadDim);
        const std::int64_t at = head * kHeadDim + i;
        const std::complex<double> turned =
            std::polar(1.0, angle) *
            std::complex<double>(static_cast<double>(before(token, at)),
                                 static_cast<double>(before(token, at + 3)));
        EXPECT_NEAR(rows(token, at), turned.real(), 2e-7);
        EXPECT_NEAR(rows(token, at + 3), turned.imag(), 2e-7);
      }
    }
  }
}

TEST(Rope, LeavesPositionZeroAndTheRestOfAHead) {
  const auto before = support::random_floats(2, 14, 1);
  auto rows = support::random_floats(2, 14, 1);
  rotate(rows.view(), 2, 7, RotaryTable(4, 10000, 2), 0);
  for (std::int64_t i = 0; i < 14; ++i) {
    EXPECT_EQ(rows(0, i), before(0, i));
    const bool turned = i % 7 < 4;
    EXPECT_EQ(rows(1, i) != before(1, i), turned) << i;
  }
}

TEST(Rope, ComputesAnglesInDouble) {
  const RotaryTable table(2, 10000, 100001);
  EXPECT_EQ(table.cosines(100000)[0], static_cast<float>(std::cos(100000.0)));
  const RotaryTable slow(128, 1000000, 1000);
  const double angle = 999 * std::pow(1000000.0, -2.0 / 128);
  EXPECT_EQ(slow.sines(999)[1], static_cast<float>(std::sin(angle)));
}

TEST(Rope, ARowDoesNotDependOnTheOthers) {
  const RotaryTable table(64, 10000, 50);
  auto all = support::random_floats(40, 128, 1);
  auto parts = support::random_floats(40, 128, 1);
  rotate(all.view(), 2, 64, table, 3);
  rotate(parts.view().row_range(0, 7), 2, 64, table, 3);
  rotate(parts.view().row_range(7, 33), 2, 64, table, 10);
  EXPECT_TRUE(support::same_bits(all, parts));
}

TEST(RopeDeathTest, RefusesPositionsBeyondTheTable) {
  auto rows = support::random_floats(2, 4, 1);
  const RotaryTable table(4, 10000, 5);
  rotate(rows.view(), 1, 4, table, 3);
  EXPECT_DEATH(rotate(rows.view(), 1, 4, table, 4), "6 of 5");
  EXPECT_DEATH(rotate(rows.view(), 2, 2, table, 0), "2 x 2");
}

}  // namespace
}  // namespace mllm_npu
