#include "engine/quant/outlier_statistics.h"

#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/computing_model.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One layer whose down projection reads 100 channels.
ModelConfig one_layer() {
  ModelConfig model = support::tiny_model("llama-2-7b");
  model.num_hidden_layers = 1;
  model.intermediate_size = 100;
  return model;
}

// Channel i is i % 10 / 10 everywhere, but channel 42 is -20 in every token, channel 7 is 5 in the
// first token and channel 99 is 8 in the tenth.
Matrix<float> inputs() {
  Matrix<float> x(16, 100);
  for (std::int64_t row = 0; row < 16; ++row) {
    for (std::int64_t i = 0; i < 100; ++i) x(row, i) = static_cast<float>(i % 10) / 10;
    x(row, 42) = -20;
  }
  x(0, 7) = 5;
  x(9, 99) = 8;
  return x;
}

InputOutliers found(const OutlierOptions& options) {
  const ModelConfig model = one_layer();
  const Matrix<float> x = inputs();
  ClipFinder finder(model, options);
  finder.observe(0, LinearRole::kDown, x.view());
  OutlierCounter counter(model, options, finder.statistics());
  counter.observe(0, LinearRole::kDown, x.view());
  return counter.statistics().of(0, LinearInput::kDown);
}

// Two chunks with two channels each above the clip: 42 twice, 7 and 99 once.
TEST(OutlierStatistics, ClipsWhereSoManyChannelsOfAChunkAreLarger) {
  const InputOutliers input =
      found({.outlier_channel_share = 0.02, .chunk_length = 8, .hot_channel_share = 0.01});
  EXPECT_EQ(input.max_abs, 20);
  EXPECT_FLOAT_EQ(input.clip, 0.9F);
  EXPECT_FLOAT_EQ(static_cast<float>(input.importance()), 20 / 0.9F);
  EXPECT_EQ(input.outlier_channels, 2);
  EXPECT_EQ(input.occurrences[42], 16);
  EXPECT_EQ(input.occurrences[7], 1);
  EXPECT_EQ(std::accumulate(input.occurrences.begin(), input.occurrences.end(), 0), 18);
  EXPECT_THAT(input.hot, ElementsAre(42));
  EXPECT_EQ(input.hot_outlier_channels, 1);
}

TEST(OutlierStatistics, AllowsAtLeastOneChannel) {
  const InputOutliers input = found({.outlier_channel_share = 1e-9, .chunk_length = 8});
  EXPECT_EQ(input.clip, 8) << "42 is larger, in both chunks";
  EXPECT_EQ(input.outlier_channels, 1);
}

TEST(OutlierStatistics, OfMaxMinAreNone) {
  const InputOutliers input = found({.rule = ScaleRule::kMaxMin});
  EXPECT_EQ(input.clip, 20);
  EXPECT_EQ(input.outlier_channels, 0);
  EXPECT_EQ(input.importance(), 1);
  EXPECT_THAT(input.hot, IsEmpty());
}

// The largest of 1600 values is the 99.9th percentile, but negative ones do not count.
TEST(OutlierStatistics, OfSignedPercentilesOverlookNegativeValues) {
  const InputOutliers input = found({.rule = ScaleRule::kSignedPercentile});
  EXPECT_NEAR(input.clip, 5, 0.05);
  EXPECT_EQ(input.occurrences[42], 16);
  EXPECT_EQ(input.occurrences[99], 1);
}

TEST(OutlierStatistics, CountAnInputThatSeveralLinearsReadOnce) {
  const ModelConfig model = one_layer();
  const OutlierOptions options{.chunk_length = 8};
  Matrix<float> x(8, model.hidden_size);
  x(0, 0) = 3;
  ClipFinder finder(model, options);
  for (const LinearRole role : {LinearRole::kQ, LinearRole::kK, LinearRole::kV}) {
    finder.observe(0, role, x.view());
  }
  OutlierCounter counter(model, options, finder.statistics());
  for (const LinearRole role : {LinearRole::kV, LinearRole::kK, LinearRole::kQ}) {
    counter.observe(0, role, x.view());
  }
  const InputOutliers input = counter.statistics().of(0, LinearInput::kQkv);
  EXPECT_EQ(input.max_abs, 3);
  EXPECT_EQ(input.clip, 0);
}

TEST(OutlierStatistics, GiveScalesAndAProfileByLinear) {
  const ModelConfig model = one_layer();
  OutlierStatistics statistics;
  statistics.layers.resize(1);
  statistics.layers[0][3] = {.max_abs = 20,
                             .clip = 12.7F,
                             .occurrences = {},
                             .hot = {1},
                             .outlier_channels = 4,
                             .hot_outlier_channels = 3};
  EXPECT_FLOAT_EQ(statistics.scales().of(0, LinearRole::kDown), 0.1F);
  EXPECT_EQ(statistics.scales().of(0, LinearRole::kQ), 1) << "all zero";
  const LinearOutliers& down = statistics.profile(model).of(0, LinearRole::kDown);
  EXPECT_EQ(down.outlier_channels, 4);
  EXPECT_NEAR(down.importance, 20 / 12.7, 1e-6);
  EXPECT_EQ(down.hot_share, 0.75);
  EXPECT_EQ(statistics.profile(model).of(0, LinearRole::kQ).importance, 1);
}

}  // namespace
}  // namespace mllm_npu
