#include "experiments/calibration/least_squares.h"

#include <cmath>

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using Values = std::vector<double>;

// a + b x^c at x = 1..12: the form of the curves that the cards are fitted to.
Values curve(const Values& unknowns) {
  Values ys;
  for (int x = 1; x <= 12; ++x) ys.push_back(unknowns[0] + unknowns[1] * std::pow(x, unknowns[2]));
  return ys;
}

// Relative distances of the curve from the one of `truth`.
std::function<Values(const Values&)> distance_from(const Values& truth) {
  return [printed = curve(truth)](const Values& unknowns) {
    Values residuals = curve(unknowns);
    for (std::size_t i = 0; i < residuals.size(); ++i) residuals[i] = residuals[i] / printed[i] - 1;
    return residuals;
  };
}

const std::vector<Bounded> kWide = {{1, 0.1, 100}, {1, 0.01, 100}, {1, 0.1, 4}};

double squares(const Values& residuals) {
  double sum = 0;
  for (const double each : residuals) sum += each * each;
  return sum;
}

TEST(LeastSquares, FindsTheParametersOfACurve) {
  const Values truth = {7, 0.3, 1.6};
  const Values fitted = least_squares(kWide, distance_from(truth));
  ASSERT_EQ(fitted.size(), truth.size());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    EXPECT_NEAR(fitted[i] / truth[i], 1, 1e-3) << i;
  }
}

TEST(LeastSquares, FindsUnknownsOfVeryDifferentSizes) {
  const auto fitted = least_squares({{1e-6, 1e-9, 1e-3}, {1e9, 1e6, 1e12}}, [](const Values& v) {
    return Values{v[0] / 3e-7 - 1, v[1] / 8e10 - 1};
  });
  EXPECT_NEAR(fitted[0] / 3e-7, 1, 1e-3);
  EXPECT_NEAR(fitted[1] / 8e10, 1, 1e-3);
}

TEST(LeastSquares, MovesAnUnknownThatStartsInTheMiddleOfItsRange) {
  const auto fitted =
      least_squares({{1, 0.1, 10}}, [](const Values& v) { return Values{v[0] / 3 - 1}; });
  EXPECT_NEAR(fitted[0] / 3, 1, 1e-3);
}

TEST(LeastSquares, IsDeterministic) {
  const auto residuals = distance_from({7, 0.3, 1.6});
  EXPECT_EQ(least_squares(kWide, residuals), least_squares(kWide, residuals));
}

TEST(LeastSquares, StaysBetweenTheBoundsWhenTheBestLiesBeyond) {
  const auto pull_to = [](double goal) {
    return least_squares({{2, 1, 4}}, [goal](const Values& v) { return Values{v[0] / goal - 1}; });
  };
  EXPECT_LE(pull_to(100)[0], 4);
  EXPECT_GT(pull_to(100)[0], 3.8);
  EXPECT_GE(pull_to(0.01)[0], 1);
  EXPECT_LT(pull_to(0.01)[0], 1.05);
}

TEST(LeastSquares, AsksForNothingBeyondTheBounds) {
  bool inside = true;
  least_squares({{2, 1, 4}}, [&](const Values& v) {
    inside = inside && v[0] >= 1 * (1 - 1e-12) && v[0] <= 4 * (1 + 1e-12);
    return Values{v[0] - 100};
  });
  EXPECT_TRUE(inside);
}

TEST(LeastSquares, LeavesAnUnknownWithEqualBoundsAlone) {
  const Values fitted = least_squares({{3, 3, 3}, {5, 0.1, 10}}, [](const Values& v) {
    return Values{v[0] - 5, v[1] - 2};
  });
  EXPECT_NEAR(fitted[0], 3, 1e-9);
  EXPECT_NEAR(fitted[1], 2, 1e-3);
}

TEST(LeastSquares, TakesFewerResidualsThanUnknowns) {
  const Values fitted =
      least_squares({{1.5, 0.1, 10}, {1.5, 0.1, 10}, {1.5, 0.1, 10}},
                    [](const Values& v) { return Values{v[0] * v[1] * v[2] - 8}; });
  EXPECT_NEAR(fitted[0] * fitted[1] * fitted[2], 8, 1e-2);
}

TEST(LeastSquares, FindsTheBestCompromiseOfResidualsThatDisagree) {
  const Values fitted = least_squares({{5, 0.1, 10}}, [](const Values& v) {
    return Values{v[0] - 2, v[0] - 4};
  });
  EXPECT_NEAR(fitted[0], 3, 1e-2);
}

TEST(LeastSquares, IsNoWorseThanWhereItBegan) {
  const auto residuals = distance_from({7, 0.3, 1.6});
  for (const double start : {0.2, 1.0, 20.0, 90.0}) {
    const std::vector<Bounded> unknowns = {{start, 0.1, 100}, {start, 0.01, 100}, {1, 0.1, 4}};
    EXPECT_LE(squares(residuals(least_squares(unknowns, residuals))),
              squares(residuals({start, start, 1})))
        << start;
  }
}

TEST(LeastSquares, LooksPastASmallKink) {
  const Values fitted = least_squares({{5, 0.1, 10}}, [](const Values& v) {
    return Values{v[0] - 3 + 1e-4 * std::floor(v[0] * 1000 - std::floor(v[0] * 1000) + 0.5)};
  });
  EXPECT_NEAR(fitted[0], 3, 1e-2);
}

}  // namespace
}  // namespace mllm_npu
