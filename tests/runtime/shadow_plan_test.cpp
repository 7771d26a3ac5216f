#include "engine/runtime/shadow_plan.h"

#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::size_t kLinears = 7;

// `layers` layers of different importances; every linear has the same outlier channels.
OutlierProfile profile(std::size_t layers, double channels = 10) {
  OutlierProfile made{.model = "toy", .layers = {}};
  made.layers.resize(layers);
  for (std::size_t i = 0; i < layers * kLinears; ++i) {
    // 5 has no factor in common with the number of linears used here: each importance once.
    const auto importance = static_cast<double>(i * 5 % (layers * kLinears));
    made.layers[i / kLinears][i % kLinears] = {.outlier_channels = channels,
                                               .importance = importance};
  }
  return made;
}

ModelConfig gated() {
  ModelConfig model;
  model.gated_mlp = true;
  return model;
}

std::vector<LayerShadow> plan(const OutlierProfile& made, const PrefillOptions& options) {
  return shadow_plan(gated(), made, options);
}

std::size_t kept(const std::vector<LayerShadow>& planned) {
  std::size_t count = 0;
  for (const LayerShadow& layer : planned) {
    for (const ShadowChannels& channels : layer.channels) count += channels.count() > 0 ? 1U : 0U;
  }
  return count;
}

ShadowChannels channels(double outliers, double hot_share) {
  return plan(profile(1, outliers), {.pruning_rate = 0, .hot_outlier_share = hot_share})[0].of(
      LinearRole::kQ);
}

TEST(ShadowPlan, IsNothingWhenShadowsAreOff) {
  EXPECT_THAT(plan(profile(4), {.shadow = false, .pruning_rate = 0}), IsEmpty());
}

TEST(ShadowPlan, HasOneEntryForEachLayer) {
  EXPECT_THAT(plan(profile(4), {}), SizeIs(4));
  EXPECT_THAT(plan(profile(4), {.pruning_rate = 1}), SizeIs(4));
}

TEST(ShadowPlan, AtPruningRateZeroKeepsEveryLinear) {
  EXPECT_EQ(kept(plan(profile(4), {.pruning_rate = 0})), 28U);
}

TEST(ShadowPlan, AtPruningRateOneKeepsNone) {
  EXPECT_EQ(kept(plan(profile(4), {.pruning_rate = 1})), 0U);
}

TEST(ShadowPlan, KeepsTheNearestWholeNumberOfLinears) {
  EXPECT_EQ(kept(plan(profile(24), {.pruning_rate = 0.85})), 25U);  // 25.2 of 168
  EXPECT_EQ(kept(plan(profile(4), {.pruning_rate = 0.85})), 4U);    // 4.2 of 28
  EXPECT_EQ(kept(plan(profile(4), {.pruning_rate = 0.99})), 0U);    // 0.28
  EXPECT_EQ(kept(plan(profile(4), {.pruning_rate = 0.98})), 1U);    // 0.56
  EXPECT_EQ(kept(plan(profile(4), {.pruning_rate = 0.5})), 14U);
}

TEST(ShadowPlan, KeepsTheMostImportant) {
  const OutlierProfile made = profile(4);
  const std::vector<LayerShadow> planned = plan(made, {.pruning_rate = 0.75});
  for (std::size_t layer = 0; layer < 4; ++layer) {
    for (std::size_t role = 0; role < kLinears; ++role) {
      const bool important = made.layers[layer][role].importance >= 21;  // 7 of 28 are
      EXPECT_EQ(planned[layer].channels[role].count() > 0, important) << layer << " " << role;
    }
  }
}

TEST(ShadowPlan, OfEqualImportancePrunesFromTheLastLayerOn) {
  OutlierProfile equal = profile(4);
  for (auto& layer : equal.layers) {
    for (LinearOutliers& outliers : layer) outliers.importance = 1;
  }
  const std::vector<LayerShadow> planned = plan(equal, {.pruning_rate = 0.5});
  EXPECT_EQ(kept({planned[0], planned[1]}), 14U);
  EXPECT_EQ(kept({planned[2], planned[3]}), 0U);
}

TEST(ShadowPlan, PrunesMoreAtAHigherRateAndBringsNoneBack) {
  const OutlierProfile made = profile(8);
  std::vector<LayerShadow> before = plan(made, {.pruning_rate = 0});
  for (int percent = 5; percent <= 100; percent += 5) {
    const std::vector<LayerShadow> now = plan(made, {.pruning_rate = percent / 100.0});
    EXPECT_LE(kept(now), kept(before)) << percent;
    for (std::size_t i = 0; i < 8 * kLinears; ++i) {
      const bool back = now[i / kLinears].channels[i % kLinears].count() >
                        before[i / kLinears].channels[i % kLinears].count();
      EXPECT_FALSE(back) << percent;
    }
    before = now;
  }
}

TEST(ShadowPlan, WithoutAGateHasSixLinearsToPruneFrom) {
  ModelConfig plain = gated();
  plain.gated_mlp = false;
  const std::vector<LayerShadow> planned = shadow_plan(plain, profile(4), {.pruning_rate = 0});
  EXPECT_EQ(kept(planned), 24U);
  EXPECT_EQ(planned[0].of(LinearRole::kGate).count(), 0);
}

TEST(ShadowChannelsOfAPlan, AreTheOutliersRoundedUp) {
  EXPECT_EQ(channels(10, 0.8).count(), 10);
  EXPECT_EQ(channels(9.01, 0.8).count(), 10);
  EXPECT_EQ(channels(0.1, 0.8).count(), 1);
  EXPECT_EQ(channels(0, 0.8).count(), 0);
}

TEST(ShadowChannelsOfAPlan, AreHotByShareAndColdOtherwise) {
  EXPECT_EQ(channels(10, 0.8), (ShadowChannels{.hot = 8, .cold = 2}));
  EXPECT_EQ(channels(4, 0.8), (ShadowChannels{.hot = 3, .cold = 1}));
  EXPECT_EQ(channels(10, 1), (ShadowChannels{.hot = 10, .cold = 0}));
  EXPECT_EQ(channels(10, 0), (ShadowChannels{.hot = 0, .cold = 10}));
}

TEST(ShadowChannelsOfAPlan, AreNeverLostBetweenHotAndCold) {
  for (int percent = 0; percent <= 100; ++percent) {
    for (const double outliers : {0.5, 1.0, 3.7, 10.5, 99.0}) {
      const ShadowChannels split = channels(outliers, percent / 100.0);
      EXPECT_EQ(static_cast<double>(split.count()), std::ceil(outliers)) << percent;
      EXPECT_GE(split.hot, 0);
      EXPECT_GE(split.cold, 0);
    }
  }
}

TEST(ShadowPlan, OfQwenKeepsFifteenPercentOfItsLinears) {
  EXPECT_EQ(kept(shadow_plan(support::qwen(), find_outlier_profile(support::qwen()), {})), 25U);
}

}  // namespace
}  // namespace mllm_npu
