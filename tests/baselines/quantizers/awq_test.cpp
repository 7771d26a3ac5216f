#include "baselines/quantizers/awq.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/quant/products.h"

namespace mllm_npu {
namespace {

using support::copied;
using support::product_error;
using support::random_floats;
using ::testing::ElementsAre;
using ::testing::FloatEq;
using ::testing::FloatNear;
using ::testing::Pointwise;

const Awq kUnscaled({.grid = 1});

TEST(RoundToFourBits, ComputesExamplesThatWereComputedByHand) {
  std::vector<float> row = {-3, 12, 4.4F, 4.6F, -2.5F};  // scale 1, zero 3; -2.5 goes to -2
  round_to_four_bits(row, 128);
  EXPECT_THAT(row, ElementsAre(-3, 12, 4, 5, -2));
  row = {-7.6F, 7.4F, 0.2F};  // zero 8: -7.6 goes to -8, 7.4 to 7
  round_to_four_bits(row, 128);
  EXPECT_THAT(row, ElementsAre(FloatEq(-8), FloatEq(7), FloatEq(0)));
}

TEST(RoundToFourBits, HoldsZeroWhateverTheSignOfTheWeights) {
  std::vector<float> row = {4, 30};
  round_to_four_bits(row, 128);
  EXPECT_THAT(row, ElementsAre(4, 30));
  row = {-30, -5.1F};
  round_to_four_bits(row, 128);
  EXPECT_THAT(row, ElementsAre(-30, -6));
}

TEST(RoundToFourBits, GivesEachGroupItsOwnScaleAndTheLastOneWhatIsLeft) {
  std::vector<float> row = {0, 15, 0, 150, 1, 0};
  round_to_four_bits(row, 2);
  EXPECT_THAT(row, ElementsAre(0, 15, 0, 150, FloatEq(1), 0));
  row = {0, 15, 0, 150, 1};
  round_to_four_bits(row, 4);
  EXPECT_THAT(row, ElementsAre(0, 20, 0, 150, FloatEq(1)));
}

TEST(AwqScales, ArePowersOfTheMeanAboutOne) {
  const std::vector<float> means = {1, 4, 16};
  EXPECT_THAT(awq_scales(means, 0), ElementsAre(1, 1, 1));
  EXPECT_THAT(awq_scales(means, 0.5), ElementsAre(FloatEq(0.5), FloatEq(1), FloatEq(2)));
  EXPECT_THAT(awq_scales(means, 1), ElementsAre(FloatEq(0.25), FloatEq(1), FloatEq(4)));
}

TEST(AwqScales, StayAboveZeroWhereAChannelIsSilent) {
  EXPECT_THAT(awq_scales(std::vector<float>{0, 1}, 0.5),
              ElementsAre(FloatNear(0.01F, 1e-5F), FloatNear(100, 0.01F)));
}

struct SalientChannel : ::testing::Test {
  SalientChannel() : x(random_floats(24, 128, 1)), weights(random_floats(16, 128, 2)) {
    for (std::int64_t row = 0; row < x.rows(); ++row) x(row, 17) *= 50;
  }

  Matrix<float> x;
  const Matrix<float> weights;
};

TEST_F(SalientChannel, IsProtectedByItsScale) {
  EXPECT_LT(product_error(Awq(), x, weights), 0.6 * product_error(kUnscaled, x, weights));
}

TEST_F(SalientChannel, IsScaledByTheExponentThatIsBestOnTheSample) {
  // Any other exponent of the grid has no smaller error there: the grid of one more point only
  // gains from it.
  double last = product_error(kUnscaled, x, weights);
  for (const std::int64_t grid : {2, 4, 8, 16}) {
    const double error = product_error(Awq({.grid = grid}), x, weights);
    EXPECT_LE(error, last * 1.001) << grid;
    last = error;
  }
}

TEST_F(SalientChannel, SharesItsScaleWithAllLinearsThatReadIt) {
  const Matrix<float> others = random_floats(16, 128, 5);
  const LinearGroup group{.layer = 0,
                          .roles = {LinearRole::kGate, LinearRole::kUp},
                          .weights = {weights.view(), others.view()}};
  const auto linears = Awq().quantize(group, support::statistics_of(x));
  ASSERT_EQ(linears.size(), 2U);
  for (const auto& [place, matrix] : {std::pair(0, &weights), std::pair(1, &others)}) {
    const Matrix<float> y =
        support::product_of(*linears[static_cast<std::size_t>(place)], x, matrix->rows());
    EXPECT_LT(support::relative_error(y, x, *matrix), 0.05) << place;
  }
}

TEST(Awq, RoundsOnlyWeightsWithoutASample) {
  const Matrix<float> weights = random_floats(4, 32, 1);
  Matrix<float> identity(32, 32);
  as_eigen(identity.view()).setIdentity();
  Matrix<float> rounded = copied(weights);
  for (std::int64_t row = 0; row < 4; ++row) round_to_four_bits(rounded.row(row), 128);
  const auto linear = support::linear_of(Awq(), weights, {});
  const Matrix<float> y = support::product_of(*linear, identity, 4);
  for (std::int64_t row = 0; row < 4; ++row) {
    for (std::int64_t i = 0; i < 32; ++i) EXPECT_NEAR(y(i, row), rounded(row, i), 5e-4);
  }
}

TEST(Awq, LosesLessInSmallerGroups) {
  const Matrix<float> x = random_floats(12, 256, 1);
  const Matrix<float> weights = random_floats(24, 256, 2);
  EXPECT_LT(product_error(Awq({.group_size = 16}), x, weights),
            0.95 * product_error(Awq({.group_size = 256}), x, weights));
}

}  // namespace
}  // namespace mllm_npu
