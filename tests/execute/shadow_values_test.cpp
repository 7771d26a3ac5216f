#include "engine/execute/shadow_values.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/kernels/quantize.h"
#include "tests/kernels/matrices.h"
#include "tests/support/allocation_count.h"
#include "tests/support/computing_model.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::TemporaryFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::int64_t kRows = 9;

// Weights of the down projections of a model with two layers.
class Shadows : public ::testing::Test {
 protected:
  Shadows() {
    ShadowFileWriter writer(path_, model_, {{1, LinearRole::kUp}, {1, LinearRole::kDown}});
    writer.append(0, LinearRole::kDown, {{}, down_.view()});  // is not in the file
    writer.append(1, LinearRole::kUp, {{}, up_.view()});
    writer.append(1, LinearRole::kDown, {{}, down_.view()});
    writer.finish();
    hot_[1][3] = {3, 40};
  }

  ShadowWeights open() const { return ShadowWeights(path_, model_, hot_); }

  const ModelConfig model_ = support::tiny_model("llama-2-7b");
  const Matrix<std::int8_t> up_ =
      support::random_bytes(model_.intermediate_size, model_.hidden_size, 1);
  const Matrix<std::int8_t> down_ =
      support::random_bytes(model_.hidden_size, model_.intermediate_size, 2);
  const TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "shadow.safetensors";
  ShadowWeights::HotChannels hot_{2};
};

TEST_F(Shadows, KnowWhichLinearsTheyHave) {
  const ShadowWeights weights = open();
  EXPECT_TRUE(weights.has(1, LinearRole::kDown));
  EXPECT_FALSE(weights.has(0, LinearRole::kDown));
  EXPECT_TRUE(weights.has(1, LinearInput::kGateUp));
  EXPECT_FALSE(weights.has(1, LinearRole::kGate));
  EXPECT_FALSE(weights.has(1, LinearInput::kQkv));
  EXPECT_EQ(weights.hot_bytes(), 2 * model_.hidden_size);
}

TEST_F(Shadows, GiveRowsByInputChannel) {
  const ShadowWeights weights = open();
  EXPECT_TRUE(weights.hot(1, LinearInput::kDown, 40));
  EXPECT_FALSE(weights.hot(1, LinearInput::kDown, 41));
  EXPECT_EQ(weights.hot_row(1, LinearRole::kDown, 40)[7], down_(7, 40));
  const std::span<const std::int8_t> row = weights.read_row(1, LinearRole::kDown, 41);
  EXPECT_EQ(std::ssize(row), model_.hidden_size);
  EXPECT_EQ(row[5], down_(5, 41));
}

// The identity of shadow_outlier.h, in whole numbers: negatives, saturation at both ends (-128 is
// not clipped, 128 is), halves that round to even.
TEST_F(Shadows, AddExactlyWhatTheClipCutsOff) {
  const ShadowWeights weights = open();
  ShadowValues shadow(model_, weights, kRows);
  constexpr float kScale = 0.5F;
  Matrix<float> x = support::random_floats(kRows, model_.intermediate_size, 3, 40);
  const float edges[] = {-64, -64.25F, -64.26F, 63.5F, 63.74F, 63.75F, 64, -1e3F, 1e3F, 9e3F};
  for (std::size_t i = 0; i < std::size(edges); ++i)
    x(0, static_cast<std::int64_t>(7 * i)) = edges[i];
  Matrix<std::int8_t> clipped(kRows, model_.intermediate_size);
  for (std::int64_t row = 0; row < kRows; ++row) {
    quantize(x.row(row), kScale, clipped.row(row));
    shadow.collect(1, LinearInput::kDown, row, x.row(row), kScale);
  }
  shadow.multiply(1, LinearInput::kDown, kRows);
  std::int64_t added = 0;
  for (std::int64_t row = 0; row < kRows; ++row) {
    const std::span<const float> sums = shadow.sums(1, LinearRole::kDown, row);
    for (std::int64_t output = 0; output < model_.hidden_size; ++output) {
      std::int64_t product = 0;
      std::int64_t unclipped = 0;
      for (std::int64_t i = 0; i < model_.intermediate_size; ++i) {
        product += clipped(row, i) * down_(output, i);
        unclipped += std::llround(std::nearbyint(x(row, i) / kScale)) * down_(output, i);
      }
      const float sum = sums[static_cast<std::size_t>(output)];
      EXPECT_EQ(product + static_cast<std::int64_t>(sum), unclipped) << row << ' ' << output;
      added += sum != 0 ? 1 : 0;
    }
  }
  EXPECT_GT(added, 0);
}

TEST_F(Shadows, CountWhatTheyFetch) {
  const ShadowWeights weights = open();
  ShadowValues shadow(model_, weights, 2);
  Matrix<float> x(2, model_.intermediate_size);
  x(0, 3) = 200;   // hot
  x(1, 3) = -200;  // the same channel
  x(1, 50) = 300;  // cold
  for (const std::int64_t row : {0, 1}) shadow.collect(1, LinearInput::kDown, row, x.row(row), 1);
  shadow.fetch(1, LinearInput::kDown, 2);
  const ShadowCounts fetched{.hot_channels = 1, .cold_channels = 1, .bytes_read = 48};
  EXPECT_EQ(shadow.counts(), fetched);
  shadow.multiply(1, LinearInput::kDown, 2);
  EXPECT_EQ(shadow.counts().outliers, 3);
  EXPECT_EQ(shadow.counts().chunks, 1);
  EXPECT_EQ(shadow.counts().bytes_read, 48) << "what was fetched is not read again";
}

TEST_F(Shadows, OfARowTakeAllTheirMemoryAtOnce) {
  const ShadowWeights weights = open();
  ShadowValues shadow(model_, weights, 1);
  const Matrix<float> none(1, model_.intermediate_size);
  const Matrix<float> all = support::random_floats(1, model_.intermediate_size, 3, 1e6F);
  shadow.collect(1, LinearInput::kDown, 0, none.row(0), 1);
  shadow.multiply(1, LinearInput::kDown, 1);  // the threads start
  const std::optional<std::int64_t> before = support::allocation_count();
  if (!before) GTEST_SKIP() << "the sanitizers count";
  shadow.collect(1, LinearInput::kDown, 0, all.row(0), 1);
  shadow.multiply(1, LinearInput::kDown, 1);
  EXPECT_EQ(*support::allocation_count() - *before, 0);
  EXPECT_GT(shadow.counts().cold_channels, 50);
}

TEST_F(Shadows, LeaveLinearsAloneThatHaveNone) {
  const ShadowWeights weights = open();
  ShadowValues shadow(model_, weights, 1);
  const Matrix<float> x = support::random_floats(1, model_.intermediate_size, 3, 1e4F);
  shadow.collect(0, LinearInput::kDown, 0, x.row(0), 1);
  shadow.multiply(0, LinearInput::kDown, 1);
  EXPECT_TRUE(shadow.sums(0, LinearRole::kDown, 0).empty());
  EXPECT_EQ(shadow.counts().outliers, 0);
}

TEST_F(Shadows, NeedTheirFile) {
  std::filesystem::remove(path_);
  EXPECT_THAT(input_error_of([&] { open(); }), HasSubstr("shadow.safetensors"));
}

TEST_F(Shadows, RefuseATruncatedFile) {
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) - 1);
  EXPECT_THAT(input_error_of([&] { open(); }), HasSubstr("shadow.safetensors"));
}

TEST_F(Shadows, RefuseTheFileOfAnotherModel) {
  ModelConfig other = model_;
  other.hidden_size = 56;
  EXPECT_THAT(input_error_of([&] { ShadowWeights(path_, other, hot_); }),
              AllOf(HasSubstr("layers.1.up_proj"), HasSubstr("expected I8 [56, 72]")));
  other = model_;
  other.num_hidden_layers = 1;
  EXPECT_THAT(input_error_of([&] { ShadowWeights(path_, other, ShadowWeights::HotChannels(1)); }),
              HasSubstr("expected linears of the model"));
}

}  // namespace
}  // namespace mllm_npu
