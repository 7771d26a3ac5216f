// Every step against its formula, every way back against small differences.

#include "datasets/reference_model/train/row_steps.h"

#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "tests/support/random.h"

namespace mllm_npu {
namespace {

Matrix<float> random_matrix(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
  support::Random random(seed);
  Matrix<float> matrix(rows, columns);
  for (std::int64_t r = 0; r < rows; ++r) {
    for (float& number : matrix.row(r)) {
      number = static_cast<float>(random.between(-2000, 2000)) / 1000;
    }
  }
  return matrix;
}

Matrix<float> copy_of(const Matrix<float>& from) {
  Matrix<float> to(from.rows(), from.columns());
  as_eigen(to.view()) = as_eigen(from.view());
  return to;
}

double inner(const Matrix<float>& a, const Matrix<float>& b) {
  return as_eigen(a.view()).cast<double>().cwiseProduct(as_eigen(b.view()).cast<double>()).sum();
}

// Expects d to be the gradient of `loss` at x, number by number.
void expect_gradient(const Matrix<float>& x, const Matrix<float>& d,
                     const std::function<double(const Matrix<float>&)>& loss) {
  for (std::int64_t r = 0; r < x.rows(); ++r) {
    for (std::int64_t c = 0; c < x.columns(); ++c) {
      constexpr float kStep = 1e-2F;
      Matrix<float> more = copy_of(x);
      Matrix<float> less = copy_of(x);
      more(r, c) += kStep;
      less(r, c) -= kStep;
      const double slope = (loss(more) - loss(less)) / static_cast<double>(more(r, c) - less(r, c));
      EXPECT_NEAR(static_cast<double>(d(r, c)), slope, 2e-3) << r << ", " << c;
    }
  }
}

TEST(RowSteps, RmsNormDividesByTheRootMeanSquare) {
  Matrix<float> x(1, 2);
  x(0, 0) = 3;
  x(0, 1) = 4;
  const std::vector<float> gain = {1, 2};
  std::vector<float> inverse(1);
  Matrix<float> y(1, 2);
  rms_norm(x.view(), gain, 0, inverse, y.view());
  EXPECT_FLOAT_EQ(inverse[0], 1 / std::sqrt(12.5F));
  EXPECT_FLOAT_EQ(y(0, 0), 3 / std::sqrt(12.5F));
  EXPECT_FLOAT_EQ(y(0, 1), 8 / std::sqrt(12.5F));
}

struct Normed {
  explicit Normed(const Matrix<float>& x, std::span<const float> gain)
      : y(x.rows(), x.columns()), inverse(static_cast<std::size_t>(x.rows())) {
    rms_norm(x.view(), gain, 1e-5F, inverse, y.view());
  }
  Matrix<float> y;
  std::vector<float> inverse;
};

TEST(RowSteps, RmsNormBackIsTheGradientOfItsInputAndIsAdded) {
  const Matrix<float> x = random_matrix(3, 5, 1);
  const Matrix<float> dy = random_matrix(3, 5, 2);
  const Matrix<float> gain = random_matrix(1, 5, 3);
  const Normed normed(x, gain.row(0));
  Matrix<float> dx(3, 5);
  as_eigen(dx.view()).setConstant(7);
  Matrix<float> d_gain(1, 5);
  rms_norm_back(x.view(), gain.row(0), normed.inverse, dy.view(), dx.view(), d_gain.row(0));
  as_eigen(dx.view()).array() -= 7;
  expect_gradient(x, dx,
                  [&](const Matrix<float>& at) { return inner(Normed(at, gain.row(0)).y, dy); });
  expect_gradient(gain, d_gain,
                  [&](const Matrix<float>& at) { return inner(Normed(x, at.row(0)).y, dy); });
}

Matrix<float> gated_of(const Matrix<float>& gate_up) {
  Matrix<float> y(gate_up.rows(), gate_up.columns() / 2);
  gated(gate_up.view(), y.view());
  return y;
}

TEST(RowSteps, GatedIsTheSiluOfTheGateTimesUp) {
  Matrix<float> gate_up(1, 2);
  gate_up(0, 0) = 1.5F;
  gate_up(0, 1) = -2;
  EXPECT_FLOAT_EQ(gated_of(gate_up)(0, 0), -2 * 1.5F / (1 + std::exp(-1.5F)));
}

TEST(RowSteps, GatedBackIsTheGradient) {
  const Matrix<float> gate_up = random_matrix(2, 6, 4);
  const Matrix<float> dy = random_matrix(2, 3, 5);
  Matrix<float> d(2, 6);
  gated_back(gate_up.view(), dy.view(), d.view());
  expect_gradient(gate_up, d, [&](const Matrix<float>& at) { return inner(gated_of(at), dy); });
}

TEST(RowSteps, TurningBackUndoesATurn) {
  const Angles angles(4, 6, 100);
  const Matrix<float> x = random_matrix(4, 12, 6);
  Matrix<float> turned = copy_of(x);
  turn(angles, turned.view());
  EXPECT_NE(turned(3, 0), x(3, 0));
  EXPECT_EQ(turned(0, 5), x(0, 5));  // at position 0 nothing turns
  turn_back(angles, turned.view());
  EXPECT_TRUE(as_eigen(turned.view()).isApprox(as_eigen(x.view()), 1e-5F));
}

Matrix<float> softmax_of(const Matrix<float>& scores) {
  Matrix<float> weights = copy_of(scores);
  causal_softmax(weights.view());
  return weights;
}

TEST(RowSteps, CausalSoftmaxSeesNothingBehindTheDiagonal) {
  const Matrix<float> weights = softmax_of(random_matrix(3, 3, 7));
  EXPECT_FLOAT_EQ(weights(0, 0), 1);
  EXPECT_EQ(weights(0, 1), 0);
  EXPECT_EQ(weights(1, 2), 0);
  EXPECT_FLOAT_EQ(weights(2, 0) + weights(2, 1) + weights(2, 2), 1);
}

TEST(RowSteps, CausalSoftmaxBackIsTheGradient) {
  const Matrix<float> scores = random_matrix(4, 4, 8);
  const Matrix<float> dy = random_matrix(4, 4, 9);
  Matrix<float> d = copy_of(dy);
  causal_softmax_back(softmax_of(scores).view(), d.view());
  expect_gradient(scores, d, [&](const Matrix<float>& at) { return inner(softmax_of(at), dy); });
}

TEST(RowSteps, CrossEntropyIsTheSumOfNegativeLogLikelihoods) {
  Matrix<float> logits(2, 2);
  logits(0, 0) = 1;  // targets: 0 and 1; the second row is even
  EXPECT_NEAR(cross_entropy(logits.view(), std::vector<std::int32_t>{0, 1}, 1),
              std::log(1 + std::exp(-1.0)) + std::log(2.0), 1e-6);
}

TEST(RowSteps, CrossEntropyLeavesItsScaledGradient) {
  const Matrix<float> logits = random_matrix(2, 4, 10);
  const std::vector<std::int32_t> targets = {3, 0};
  Matrix<float> d = copy_of(logits);
  cross_entropy(d.view(), targets, 0.5F);
  expect_gradient(logits, d, [&](const Matrix<float>& at) {
    return 0.5 * cross_entropy(copy_of(at).view(), targets, 1);
  });
}

}  // namespace
}  // namespace mllm_npu
