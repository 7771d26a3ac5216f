#include "datasets/reference_model/planted_outliers.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/runtime/float_language_model.h"
#include "engine/runtime/input_statistics.h"
#include "tests/support/computing_model.h"

namespace mllm_npu {
namespace {

class PlantedOutliers : public ::testing::Test {
 protected:
  std::vector<PlantedChannel> plan(std::uint64_t seed = 1) const {
    return plan_outliers(model_, natural_, find_outlier_profile(model_), find_model("qwen1.5-1.8b"),
                         seed);
  }

  const ModelConfig model_ = support::tiny_model("llama-2-7b");
  const RandomWeights weights_{model_, 1};
  const ReferenceModel reference_{weights_};
  const std::vector<std::vector<TokenId>> corpus_ = support::random_corpus(model_, 3, 30, 5);
  const ModelInputStatistics natural_ = collect_input_statistics(reference_, corpus_);
};

TEST_F(PlantedOutliers, LeaveEveryLogitTheSameBits) {
  const PlantedWeights planted(weights_, plan());
  const ReferenceModel other(planted);
  const std::vector<TokenId> prompt = support::random_tokens(model_, 20, 8);
  FloatLanguageModel a(reference_);
  FloatLanguageModel b(other);
  const std::span<const float> expected = a.prefill(prompt);
  EXPECT_THAT(b.prefill(prompt), ::testing::ElementsAreArray(expected));
}

TEST_F(PlantedOutliers, AreAsImportantAsThePaperFound) {
  const PlantedWeights planted(weights_, plan());
  const ReferenceModel other(planted);
  const ModelInputStatistics found = collect_input_statistics(other, corpus_);
  const OutlierProfile profile = find_outlier_profile(model_);
  for (const PlantedChannel& channel : plan()) {
    const auto place = static_cast<std::size_t>(channel.channel);
    const std::vector<float>& before = natural_.of(channel.layer, channel.input).channel_max_abs;
    const std::vector<float>& after = found.of(channel.layer, channel.input).channel_max_abs;
    EXPECT_EQ(after[place], before[place] * channel.factor);
    double importance = 0;
    const bool attention = channel.input == LinearInput::kQkv;
    for (const LinearShape& linear : block_linears(model_)) {
      const LinearInput input = input_of(linear.role);
      const bool first = input == LinearInput::kQkv || input == LinearInput::kOutput;
      if (first != attention) continue;
      importance = std::max(importance, profile.of(channel.layer, linear.role).importance);
    }
    const float highest = *std::ranges::max_element(before);
    const double ratio = static_cast<double>(after[place] / highest) / importance;
    EXPECT_GE(ratio, std::sqrt(0.5) * 0.999) << channel.layer;
    EXPECT_LE(ratio, std::sqrt(2.0) * 1.001) << channel.layer;
  }
}

TEST_F(PlantedOutliers, StandInEveryInputThatANormMakes) {
  std::set<std::pair<std::int64_t, LinearInput>> inputs;
  for (const PlantedChannel& channel : plan()) {
    inputs.insert({channel.layer, channel.input});
    EXPECT_EQ(std::exp2(std::round(std::log2(channel.factor))), channel.factor);
    EXPECT_GE(channel.factor, 1);
  }
  EXPECT_EQ(inputs.size(), 4U);
}

TEST_F(PlantedOutliers, AreDrawnByTheSeed) {
  const auto channels = [&](std::uint64_t seed) {
    std::vector<std::int64_t> found;
    for (const PlantedChannel& channel : plan(seed)) found.push_back(channel.channel);
    return found;
  };
  EXPECT_EQ(channels(1), channels(1));
  EXPECT_NE(channels(1), channels(2));
}

}  // namespace
}  // namespace mllm_npu
