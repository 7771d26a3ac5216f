#include "experiments/calibration/least_squares.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using Values = std::vector<double>;

// Latency of a toy: launch + n / throughput, printed for a few n; errors are relative.
Values toy_errors(const Values& unknowns) {
  Values errors;
  for (const double n : {1.0, 10.0, 100.0, 1000.0}) {
    errors.push_back(std::log((unknowns[0] + n / unknowns[1]) / (3 + n / 20)));
  }
  return errors;
}

TEST(LeastSquares, FindsTheConstantsThatMadeTheData) {
  EXPECT_THAT(least_squares({{1, 0.1, 100}, {1, 0.1, 1000}}, toy_errors),
              ElementsAre(DoubleNear(3, 0.01), DoubleNear(20, 0.1)));
}

TEST(LeastSquares, FindsThemFromTheOtherSideAsWell) {
  EXPECT_THAT(least_squares({{30, 0.1, 100}, {100, 0.1, 1000}}, toy_errors),
              ElementsAre(DoubleNear(3, 0.01), DoubleNear(20, 0.1)));
}

TEST(LeastSquares, WeighsResidualsThatDisagreeByTheirSquares) {
  const auto pulls = [](const Values& x) {  // twice the weight on 2, once on 8, in logarithms
    return Values{2 * std::log(x[0] / 2), std::log(x[0] / 8)};
  };
  const double expected = std::exp((4 * std::log(2) + std::log(8)) / 5);
  EXPECT_THAT(least_squares({{1, 0.1, 100}}, pulls), ElementsAre(DoubleNear(expected, 1e-3)));
}

TEST(LeastSquares, StaysWithinTheBoundsHoweverTheDataPull) {
  const auto pull = [](const Values& x) { return Values{std::log(x[0] / 1e6)}; };
  const Values fitted = least_squares({{1, 0.5, 2}}, pull);
  EXPECT_LE(fitted[0], 2);
  EXPECT_GT(fitted[0], 1.9);
}

TEST(LeastSquares, MayStartAtABound) {
  const auto pull = [](const Values& x) { return Values{std::log(x[0] / 5)}; };
  EXPECT_THAT(least_squares({{1, 1, 100}}, pull), ElementsAre(DoubleNear(5, 0.01)));
}

TEST(LeastSquares, MovesAnUnknownThatStartsInTheMiddleOfItsRange) {
  const auto fitted =
      least_squares({{1, 0.1, 10}}, [](const Values& x) { return Values{x[0] / 3 - 1}; });
  EXPECT_NEAR(fitted[0] / 3, 1, 1e-3);
}

TEST(LeastSquares, FindsUnknownsOfVeryDifferentSizes) {
  const auto fitted = least_squares({{1e-6, 1e-9, 1e-3}, {1e9, 1e6, 1e12}}, [](const Values& x) {
    return Values{x[0] / 3e-7 - 1, x[1] / 8e10 - 1};
  });
  EXPECT_NEAR(fitted[0] / 3e-7, 1, 1e-3);
  EXPECT_NEAR(fitted[1] / 8e10, 1, 1e-3);
}

TEST(LeastSquares, TakesMoreUnknownsThanResiduals) {
  const auto product = [](const Values& x) { return Values{std::log(x[0] * x[1] / 6)}; };
  const Values fitted = least_squares({{1, 0.1, 100}, {1, 0.1, 100}}, product);
  EXPECT_NEAR(fitted[0] * fitted[1], 6, 0.01);
}

TEST(LeastSquares, AnUnknownThatNothingDependsOnStays) {
  const auto first = [](const Values& x) { return Values{std::log(x[0] / 5)}; };
  EXPECT_THAT(least_squares({{1, 0.1, 100}, {7, 0.1, 100}}, first),
              ElementsAre(DoubleNear(5, 0.01), DoubleNear(7, 1e-9)));
}

TEST(LeastSquares, TwiceIsTheSameToTheLastBit) {
  const std::vector<Bounded> unknowns = {{1, 0.1, 100}, {1, 0.1, 1000}};
  EXPECT_EQ(least_squares(unknowns, toy_errors), least_squares(unknowns, toy_errors));
}

}  // namespace
}  // namespace mllm_npu
