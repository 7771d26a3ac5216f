#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/quantizers/fp16.h"
#include "baselines/quantizers/llm_int8.h"
#include "baselines/quantizers/per_tensor.h"
#include "baselines/quantizers/per_token.h"
#include "baselines/quantizers/smooth_quant.h"
#include "baselines/quantizers/w8a8_linear.h"
#include "tests/quant/products.h"

namespace mllm_npu {
namespace {

using support::matrix_of;
using support::numbers_of;
using support::product_error;
using support::quantized_product;
using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::Pointwise;

TEST(Fp16, RoundsActivationsAndWeightsAndNothingElse) {
  // 2049 lies between two numbers of fp16, and goes to the even one; their product, 2048 · 4097,
  // does not fit into fp16 but stays.
  const Matrix<float> y = quantized_product(Fp16(), matrix_of({{2049, 1}}),
                                            matrix_of({{4096, 0}, {2051, 0}, {0, 65504}}));
  EXPECT_THAT(numbers_of(y), ElementsAre(2048.0F * 4096, 2048.0F * 2052, 65504));
}

TEST(PerTensor, ComputesAnExampleThatWasComputedByHand) {
  // Scales are 1 and 2; -63.5 goes to the even -64, 0.4 to 0.
  const Matrix<float> y = quantized_product(PerTensor(), matrix_of({{127, -63.5F, 0.4F}}),
                                            matrix_of({{2, 254, 254}, {3.2F, 0, 100}}));
  EXPECT_THAT(numbers_of(y), ElementsAre(2 * (127 - 64 * 127), 2 * 2 * 127));
}

TEST(PerTensor, ClipsWhatIsLargerThanCalibrationSaw) {
  const Matrix<float> weights = matrix_of({{127}});
  const auto linear =
      support::linear_of(PerTensor(), weights, support::statistics_of(matrix_of({{127}, {-3}})));
  const Matrix<float> y = support::product_of(*linear, matrix_of({{126}, {300}, {-300}}), 1);
  EXPECT_THAT(numbers_of(y), ElementsAre(126 * 127, 127 * 127, -128 * 127));
}

TEST(PerToken, IsExactWhereEveryRowAndEveryOutputHasItsOwnScale) {
  const Matrix<float> x = matrix_of({{127, 1}, {254, 4}, {0, 0}});
  const Matrix<float> weights = matrix_of({{127, 0}, {2, 254}, {0, 0}});
  const Matrix<float> y = quantized_product(PerToken(), x, weights);
  EXPECT_EQ(support::relative_error(y, x, weights), 0);
}

TEST(PerToken, NeedsNoCalibration) {
  const Matrix<float> x = support::random_floats(4, 32, 1, 1000);
  const Matrix<float> weights = support::random_floats(8, 32, 2);
  const auto linear = support::linear_of(PerToken(), weights, {});
  EXPECT_LT(support::relative_error(support::product_of(*linear, x, 8), x, weights), 0.01);
}

// The forms differ in who shares a scale: rows of 1 and 100 with the calibration at 200.
TEST(W8A8Linear, SharesTheScaleOfActivationsAsItsFormSays) {
  const Matrix<float> x = matrix_of({{1, 0.4F}, {100, 0.4F}});
  const Matrix<float> weights = matrix_of({{0, 1}});
  const auto results = [&](ActivationScale scale) {
    const auto linear =
        make_w8a8_linear(weights.view(), {.activations = scale, .static_max_abs = 200});
    return numbers_of(support::product_of(*linear, x, 1));
  };
  const auto near = [](float first, float second) {
    return ElementsAre(FloatNear(first, 1e-5F), FloatNear(second, 1e-5F));
  };
  EXPECT_THAT(results(ActivationScale::kStatic), near(0, 0));  // steps of 1.57
  EXPECT_THAT(results(ActivationScale::kPerTensor), near(100 / 127.0F, 100 / 127.0F));
  EXPECT_THAT(results(ActivationScale::kPerToken), near(51 / 127.0F, 100 / 127.0F));
}

TEST(W8A8Linear, SharesTheScaleOfWeightsAsItsFormSays) {
  const Matrix<float> x = matrix_of({{1, 0}});
  const Matrix<float> weights = matrix_of({{0.3F, 127}, {0.3F, 1.27F}});
  const auto results = [&](WeightScale scale) {
    const auto linear = make_w8a8_linear(weights.view(), {.weights = scale, .static_max_abs = 127});
    return numbers_of(support::product_of(*linear, x, 2));
  };
  EXPECT_THAT(results(WeightScale::kPerTensor), ElementsAre(0, 0));
  EXPECT_THAT(results(WeightScale::kPerOutput), ElementsAre(0, FloatNear(0.3F, 1e-6F)));
}

TEST(W8A8Linear, TakesAnyNumberOfRowsAndStridesAndComputesEachRowAlone) {
  const Matrix<float> weights = support::random_floats(24, 40, 1);
  const Matrix<float> x = support::random_floats(9, 50, 2);
  const auto linear = make_w8a8_linear(weights.view(), {.static_max_abs = 1});
  Matrix<float> all(9, 30);
  linear->apply(x.view().column_range(5, 40), all.view().column_range(3, 24));
  for (std::int64_t row = 0; row < 9; ++row) {
    Matrix<float> one(1, 24);
    linear->apply(x.view().row_range(row, 1).column_range(5, 40), one.view());
    EXPECT_THAT(one.row(0), Pointwise(::testing::Eq(), all.row(row).subspan(3, 24))) << row;
  }
  Matrix<float> none(0, 24);
  linear->apply(x.view().row_range(0, 0).column_range(5, 40), none.view());
}

// Fig. 5 of the paper. Weights stand there as [inputs, outputs].
struct SmoothQuantExample : ::testing::Test {
  const Matrix<float> x = matrix_of({{1, -16, 2, 6}, {-2, 8, -1, -9}});
  const Matrix<float> weights = matrix_of({{2, 1, 2, -1}, {1, -1, -1, -1}, {-2, -1, -2, 1}});
  const MatrixView<const float> views[1] = {weights.view()};
};

TEST_F(SmoothQuantExample, HasTheFactorsThatThePaperPrints) {
  EXPECT_THAT(smoothing_factors(support::statistics_of(x).channel_max_abs, views, 0.5),
              ElementsAre(1, 4, 1, 3));
}

// x / s = (1 -4 2 2; -2 2 -1 -3) and w · s, both of which have 4 as their largest.
TEST_F(SmoothQuantExample, IsComputedWithTheScalesOfTheSmoothedNumbers) {
  const auto q = [](float number) { return std::nearbyint(number * 127 / 4); };
  const float sum =
      q(1) * q(2) + q(-4) * q(4) + q(1.99F) * q(2) + q(1.99F) * q(-3);  // of the first output
  const float y = quantized_product(SmoothQuant(), x, weights)(0, 0);
  EXPECT_NEAR(y, sum * 16 / (127 * 127), 0.05);  // 2 is halfway between two numbers
  EXPECT_NEAR(y, 1 * 2 - 16 * 1 + 2 * 2 - 6 * 1, 0.15);
  EXPECT_LT(product_error(SmoothQuant(), x, weights), product_error(PerTensor(), x, weights));
}

TEST_F(SmoothQuantExample, MovesAllWithFullStrengthAndNothingOfXWithNone) {
  const std::vector<float> channels = support::statistics_of(x).channel_max_abs;
  EXPECT_THAT(smoothing_factors(channels, views, 1), ElementsAre(2, 16, 2, 9));
  EXPECT_THAT(smoothing_factors(channels, views, 0), ElementsAre(0.5, 1, 0.5, 1));
}

TEST_F(SmoothQuantExample, TakesTheLargestWeightOfAllLinearsThatShareTheInput) {
  const Matrix<float> other = matrix_of({{8, 0, 0, 0}, {-2, 0, 0, 4}});
  const MatrixView<const float> both[] = {weights.view(), other.view()};
  EXPECT_THAT(smoothing_factors(support::statistics_of(x).channel_max_abs, both, 0.5),
              ElementsAre(0.5, 4, 1, 1.5));
}

TEST(SmoothingFactors, StayAboveZeroWhereAChannelIsSilent) {
  const Matrix<float> weights = matrix_of({{0, 1, 0}});
  const MatrixView<const float> views[] = {weights.view()};
  EXPECT_THAT(smoothing_factors(std::vector<float>{0, 0, 4}, views, 0.5),
              ElementsAre(FloatNear(1, 1e-6F), FloatNear(std::sqrt(1e-5F), 1e-8F),
                          FloatNear(std::sqrt(4e5F), 0.01F)));
}

TEST(SmoothQuant, SmoothsOnlyWhatFollowsANorm) {
  Matrix<float> x = support::random_floats(16, 64, 1);
  for (std::int64_t row = 0; row < 16; ++row) x(row, 5) *= 100;
  const Matrix<float> weights = support::random_floats(32, 64, 2);
  for (const LinearRole role : {LinearRole::kQ, LinearRole::kGate, LinearRole::kUp}) {
    EXPECT_LT(product_error(SmoothQuant(), x, weights, role),
              product_error(PerTensor(), x, weights, role) / 4);
  }
  for (const LinearRole role : {LinearRole::kO, LinearRole::kDown}) {
    EXPECT_TRUE(support::same_bits(quantized_product(SmoothQuant(), x, weights, role),
                                   quantized_product(PerTensor(), x, weights, role)));
  }
}

TEST(SmoothQuant, HasLevelsWhoseScalesAreFinerAndFiner) {
  // Rows of different size, which per-token scales tell apart, and a calibration that saw more.
  Matrix<float> x = support::random_floats(16, 64, 1);
  for (std::int64_t row = 8; row < 16; ++row) {
    for (float& number : x.row(row)) number *= 0.01F;
  }
  Matrix<float> small(8, 64);
  as_eigen(small.view()) = as_eigen(x.view()).bottomRows(8);
  const Matrix<float> weights = support::random_floats(32, 64, 2);
  const auto error = [&](SmoothQuantLevel level, const Matrix<float>& rows) {
    const auto linear =
        support::linear_of(SmoothQuant(0.5, level), weights, support::statistics_of(x));
    return support::relative_error(support::product_of(*linear, rows, 32), rows, weights);
  };
  EXPECT_GT(error(SmoothQuantLevel::kO3, small), 10 * error(SmoothQuantLevel::kO2, small));
  Matrix<float> both(2, 64);
  std::ranges::copy(x.row(0), both.row(0).begin());
  std::ranges::copy(x.row(8), both.row(1).begin());
  EXPECT_GT(error(SmoothQuantLevel::kO2, both), error(SmoothQuantLevel::kO1, both));
}

// Fig. 2 of the LLM.int8() paper: channels 1 and 3 are outliers.
struct LlmInt8Example : ::testing::Test {
  const Matrix<float> x =
      matrix_of({{2, 45, -1, -17, -1}, {0, 12, 3, -63, 2}, {-1, 37, -1, -83, 0}});
  const Matrix<float> weights = matrix_of({{-1, 2, 0, 3, -1}, {0, 0, -2, -2, 2}});
};

TEST_F(LlmInt8Example, ComesOutAsTheFloatProduct) {
  const Matrix<float> y = quantized_product(LlmInt8(), x, weights);
  EXPECT_THAT(numbers_of(y),
              Pointwise(FloatNear(0.05F), {38.0F, 34.0F, -167.0F, 124.0F, -174.0F, 168.0F}));
}

TEST_F(LlmInt8Example, IsPerTokenQuantisationWithoutOutliers) {
  EXPECT_TRUE(support::same_bits(quantized_product(LlmInt8(100), x, weights),
                                 quantized_product(PerToken(), x, weights)));
  EXPECT_GT(product_error(PerToken(), x, weights), 3 * product_error(LlmInt8(), x, weights));
}

TEST_F(LlmInt8Example, IsFp16WhereAllChannelsAreOutliers) {
  EXPECT_TRUE(support::same_bits(quantized_product(LlmInt8(0.5F), x, weights),
                                 quantized_product(Fp16(), x, weights)));
}

TEST(LlmInt8, CountsAChannelAsOutlierFromTheThresholdOn) {
  const Matrix<float> weights = matrix_of({{0, 1}});
  const auto rest_of = [&](float large) {
    return quantized_product(LlmInt8(6), matrix_of({{large, 0.02F}}), weights)(0, 0);
  };
  EXPECT_NEAR(rest_of(6), 0.02F, 1e-6F);
  EXPECT_NEAR(rest_of(-6), 0.02F, 1e-6F);
  EXPECT_EQ(rest_of(5.999F), 0);  // one step is 0.047
}

TEST(LlmInt8, LetsAnOutlierOfOneTokenTakeItsChannelOutOfTheWholeCall) {
  const Matrix<float> weights = matrix_of({{1, 1}});
  // With the 5 in int8 the step would be 0.039.
  const Matrix<float> y =
      quantized_product(LlmInt8(), matrix_of({{5, 0.01F}, {7, 0.01F}}), weights);
  EXPECT_THAT(numbers_of(y), ElementsAre(FloatNear(5.01F, 1e-3F), FloatNear(7.01F, 1e-3F)));
}

}  // namespace
}  // namespace mllm_npu
