#include "engine/quant/shadow_quantizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/quant/products.h"

namespace mllm_npu {
namespace {

using support::matrix_of;
using support::numbers_of;
using ::testing::ElementsAre;

// One layer whose gate_up input has the scale 1 and so clips at 127.
OutlierStatistics one_step() {
  OutlierStatistics statistics;
  statistics.layers.resize(1);
  for (InputOutliers& input : statistics.layers[0]) input.clip = 127;
  return statistics;
}

KeptShadows kept(std::initializer_list<LinearRole> roles) {
  KeptShadows shadows(1);
  for (const LinearRole role : roles) shadows[0][static_cast<std::size_t>(role)] = true;
  return shadows;
}

// Rows that clip above, nowhere and, at -128, below; weights of whole steps.
const Matrix<float>& inputs() {
  static const Matrix<float> kInputs =
      matrix_of({{1000, 1, -2}, {3, 127, -128}, {300.5F, 0, -129}});
  return kInputs;
}
const Matrix<float>& weights() {
  static const Matrix<float> kWeights = matrix_of({{127, 1, 0}, {-5, 0, 3}});
  return kWeights;
}

std::vector<float> product(const KeptShadows& shadows) {
  return numbers_of(
      support::quantized_product(ShadowQuantizer(one_step(), shadows), inputs(), weights()));
}

TEST(ShadowQuantizer, GivesTheUnclippedProductWhereTheShadowIsKept) {
  EXPECT_THAT(product(kept({LinearRole::kUp})),
              ElementsAre(127001, -5006, 508, -399, 38100, -1887));
}

TEST(ShadowQuantizer, ClipsWhereItIsPruned) {
  const auto clipped =
      ElementsAre(127 * 127 + 1, -5 * 127 - 6, 508, -399, 127 * 127, -127 * 5 - 384);
  EXPECT_THAT(product(kept({})), clipped);
  EXPECT_THAT(product(kept({LinearRole::kGate, LinearRole::kDown})), clipped) << "others' shadows";
}

TEST(ShadowQuantizer, DecidesForEveryLinearOfAGroup) {
  const ShadowQuantizer quantizer(one_step(), kept({LinearRole::kGate}));
  const LinearGroup group{.layer = 0,
                          .roles = {LinearRole::kGate, LinearRole::kUp},
                          .weights = {weights().view(), weights().view()}};
  const auto linears = quantizer.quantize(group, {});
  ASSERT_EQ(linears.size(), 2U);
  EXPECT_EQ(support::product_of(*linears[0], inputs(), 2)(0, 0), 127001);
  EXPECT_EQ(support::product_of(*linears[1], inputs(), 2)(0, 0), 127 * 127 + 1);
}

TEST(ShadowQuantizer, HasThePapersNameForIt) {
  EXPECT_EQ(ShadowQuantizer(one_step(), kept({})).name(), "shadow-outlier");
}

TEST(ShadowQuantizer, GivesARowTheSameBitsAmongOthers) {
  OutlierStatistics statistics = one_step();
  for (InputOutliers& input : statistics.layers[0]) input.clip = 0.8F;
  const Matrix<float> x = support::random_floats(9, 65, 1);
  const Matrix<float> w = support::random_floats(33, 65, 2);
  const ShadowQuantizer quantizer(statistics, kept({LinearRole::kUp}));
  const auto linear = support::linear_of(quantizer, w, {});
  const Matrix<float> all = support::product_of(*linear, x, 33);
  for (std::int64_t row = 0; row < 9; ++row) {
    Matrix<float> y(1, 33);
    linear->apply(x.view().row_range(row, 1), y.view());
    EXPECT_TRUE(std::ranges::equal(y.row(0), all.row(row))) << row;
  }
  EXPECT_LT(support::relative_error(all, x, w), 0.02);
}

}  // namespace
}  // namespace mllm_npu
