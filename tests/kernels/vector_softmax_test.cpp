#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "engine/kernels/vector_math.h"
#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matrices.h"

namespace mllm_npu {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

SoftmaxSums no_sums() {
  SoftmaxSums sums;
  sums.largest = -kInfinity;
  std::ranges::fill(sums.lanes, 0.0F);
  return sums;
}

double total(const SoftmaxSums& sums) {
  return std::accumulate(std::begin(sums.lanes), std::end(sums.lanes), 0.0);
}

std::vector<float> some_scores(std::uint64_t seed) {
  const auto scores = support::random_floats(1, 64, seed, 30);
  return {scores.row(0).begin(), scores.row(0).end()};
}

// exp itself: the largest score is 0.
std::vector<float> exp_of(std::vector<float> x) {
  x.resize((x.size() + 1 + 15) / 16 * 16);
  SoftmaxSums sums = no_sums();
  vector_softmax(x, 1, sums);
  return x;
}

TEST(VectorSoftmax, WeighsByExpOfTheDistanceFromTheLargest) {
  std::vector<float> scores = some_scores(1);
  const float largest = *std::ranges::max_element(scores) * 0.25F;
  SoftmaxSums sums = no_sums();
  const std::vector<float> before = scores;
  vector_softmax(scores, 0.25F, sums);
  EXPECT_EQ(sums.largest, largest);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    EXPECT_FLOAT_EQ(scores[i], std::exp(before[i] * 0.25F - largest));
  }
}

TEST(VectorSoftmax, AddsEverySixteenthWeightToALane) {
  std::vector<float> scores = some_scores(1);
  SoftmaxSums sums = no_sums();
  vector_softmax(scores, 0.25F, sums);
  for (std::size_t lane = 0; lane < 16; ++lane) {
    EXPECT_EQ(sums.lanes[lane],
              scores[lane] + scores[lane + 16] + scores[lane + 32] + scores[lane + 48]);
  }
}

TEST(VectorSoftmax, BlockAfterBlockIsAsGoodAsAllAtOnce) {
  std::vector<float> all;
  SoftmaxSums parts = no_sums();
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    std::vector<float> block = some_scores(seed);
    all.insert(all.end(), block.begin(), block.end());
    vector_softmax(block, 0.5F, parts);
  }
  SoftmaxSums whole = no_sums();
  vector_softmax(all, 0.5F, whole);
  EXPECT_EQ(parts.largest, whole.largest);
  EXPECT_NEAR(total(parts), total(whole), 1e-6 * total(whole));
}

TEST(VectorSoftmax, TheFactorIsOneUntilALargerScoreComes) {
  SoftmaxSums sums = no_sums();
  std::vector<float> scores(16, 3);
  EXPECT_EQ(vector_softmax(scores, 1, sums), 0);
  scores.assign(16, 3);
  EXPECT_EQ(vector_softmax(scores, 1, sums), 1);
  scores.assign(16, 5);
  EXPECT_FLOAT_EQ(vector_softmax(scores, 1, sums), std::exp(-2.0F));
  EXPECT_FLOAT_EQ(sums.lanes[7], 2 * std::exp(-2.0F) + 1);
}

TEST(VectorSoftmax, AScoreOfMinusInfinityWeighsExactlyNothing) {
  std::vector<float> scores(32, -kInfinity);
  scores[21] = -4;
  SoftmaxSums sums = no_sums();
  vector_softmax(scores, 1, sums);
  for (std::size_t i = 0; i < scores.size(); ++i) EXPECT_EQ(scores[i], i == 21 ? 1 : 0);
  EXPECT_EQ(total(sums), 1);
}

TEST(VectorSoftmax, ExpIsRightToOneInTenMillion) {
  std::vector<float> x;
  for (float value = 0; value > -87; value -= 0.0113F) x.push_back(value);
  const std::vector<float> y = exp_of(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double exact = std::exp(static_cast<double>(x[i]));
    ASSERT_NEAR(static_cast<double>(y[i]), exact, 1e-7 * exact) << x[i];
  }
}

// Below, fp32 has fewer places, and at last none.
TEST(VectorSoftmax, ExpFadesOutBelowTheSmallestNormalNumber) {
  const std::vector<float> x{-88, -95, -103, -104, -105, -1000, -kInfinity};
  const std::vector<float> y = exp_of(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(y[i]), std::exp(static_cast<double>(x[i])), 1.5e-45) << x[i];
  }
  EXPECT_GT(y[2], 0);
  EXPECT_EQ(y[4], 0);
}

// A broken score must not pass for one that weighs nothing.
TEST(VectorSoftmax, ANanRemainsOne) {
  support::with_every_instruction_set([&] {
    std::vector<float> scores = some_scores(3);
    scores[37] = std::numeric_limits<float>::quiet_NaN();
    SoftmaxSums sums = no_sums();
    vector_softmax(scores, 1, sums);
    EXPECT_TRUE(std::isnan(scores[37]));
    EXPECT_TRUE(std::isnan(total(sums)));
  });
}

TEST(VectorSoftmax, AnyInstructionSetGivesTheSameBits) {
  SoftmaxSums expected_sums = no_sums();
  std::vector<float> expected = some_scores(7);
  vector_softmax(expected, 0.7F, expected_sums);
  support::with_every_instruction_set([&] {
    SoftmaxSums sums = no_sums();
    std::vector<float> scores = some_scores(7);
    vector_softmax(scores, 0.7F, sums);
    EXPECT_EQ(scores, expected);
    EXPECT_TRUE(std::ranges::equal(sums.lanes, expected_sums.lanes));
  });
}

TEST(VectorScale, MultipliesAnyLength) {
  for (const std::int64_t length : {0, 1, 7, 8, 17}) {
    auto x = support::random_floats(1, length, 1);
    const auto before = support::random_floats(1, length, 1);
    vector_scale(x.row(0), 0.3F);
    for (std::int64_t i = 0; i < length; ++i) EXPECT_EQ(x(0, i), before(0, i) * 0.3F);
  }
}

}  // namespace
}  // namespace mllm_npu
