#include "engine/runtime/quantized_language_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/quantizers/quantizer_catalog.h"
#include "engine/checkpoint/checkpoint.h"
#include "engine/kernels/quantize.h"
#include "engine/model/model_catalog.h"
#include "engine/runtime/calibration.h"
#include "engine/runtime/generation.h"
#include "engine/runtime/input_statistics.h"
#include "engine/runtime/perplexity.h"
#include "tests/support/assets.h"
#include "tests/support/computing_model.h"

namespace mllm_npu {
namespace {

using ::testing::FloatNear;
using ::testing::Pointwise;

// Computes the float product, and counts what it is asked.
class Unquantized : public Quantizer {
 public:
  std::string_view name() const override { return "unquantized"; }
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(
      const LinearGroup& group, const InputStatistics& input) const override {
    std::vector<std::unique_ptr<QuantizedLinear>> linears;
    for (const MatrixView<const float>& weights : group.weights) {
      EXPECT_EQ(static_cast<std::int64_t>(input.channel_max_abs.size()), weights.columns);
      EXPECT_EQ(input.sample.columns(), weights.columns);
      linears.push_back(std::make_unique<Linear>(weights));
    }
    groups.emplace_back(group.layer, group.roles);
    return linears;
  }

  mutable std::vector<std::pair<std::int64_t, std::vector<LinearRole>>> groups;

 private:
  struct Linear : QuantizedLinear {
    explicit Linear(MatrixView<const float> w) : weights(as_eigen(w)) {}
    void apply(MatrixView<const float> x, MatrixView<float> y) const override {
      as_eigen(y) = as_eigen(x) * weights.transpose();
    }
    EigenRowMajor<float> weights;
  };
};

class QuantizedLanguageModels : public ::testing::TestWithParam<std::string> {
 protected:
  ModelInputStatistics statistics() const {
    return collect_input_statistics(reference_, support::random_corpus(weights_.model(), 3, 20, 9));
  }

  const RandomWeights weights_{support::tiny_model(GetParam()), 1};
  const ReferenceModel reference_{weights_};
  const std::vector<TokenId> text_ = support::random_tokens(weights_.model(), 25, 4);
};

TEST_P(QuantizedLanguageModels, AreTheFloatModelWhereLinearsAreTheFloatOnes) {
  const Unquantized unquantized;
  QuantizedLanguageModel quantized(weights_, unquantized, statistics());
  FloatLanguageModel language(reference_);
  EXPECT_THAT(quantized.prefill(text_), Pointwise(FloatNear(1e-5F), language.prefill(text_)));
  EXPECT_THAT(quantized.decode(3), Pointwise(FloatNear(1e-5F), language.decode(3)));
  EXPECT_EQ(quantized.max_context(), language.max_context());
  EXPECT_EQ(quantized.model().name, GetParam() + "-tiny");
  std::vector<float> last;
  quantized.score(text_, [&](std::int64_t, std::span<const float> logits) {
    last.assign(logits.begin(), logits.end());
  });
  EXPECT_THAT(last, Pointwise(FloatNear(1e-5F), language.prefill(text_)));
}

TEST_P(QuantizedLanguageModels, AskForEveryGroupOfLinearsOnce) {
  const Unquantized unquantized;
  const ReplacedLinears linears(weights_, unquantized, statistics());
  ASSERT_EQ(unquantized.groups.size(), 8U);
  std::size_t count = 0;
  for (const auto& [layer, roles] : unquantized.groups) count += roles.size();
  EXPECT_EQ(count, 2 * block_linears(weights_.model()).size());
  EXPECT_EQ(unquantized.groups.back().first, 1);
}

TEST_P(QuantizedLanguageModels, StayNearTheFloatModelInFp16) {
  FloatLanguageModel language(reference_);
  const std::span<const float> exact = language.prefill(text_);
  const float largest = max_abs(exact);
  QuantizedLanguageModel quantized(weights_, *make_quantizer("fp16"), statistics());
  EXPECT_THAT(quantized.prefill(text_), Pointwise(FloatNear(largest / 100), exact));
}

INSTANTIATE_TEST_SUITE_P(Tiny, QuantizedLanguageModels, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

TEST(CollectInputStatistics, SeesWhatCalibrationSees) {
  const RandomWeights weights(support::tiny_model("qwen1.5-1.8b"), 1);
  const ReferenceModel reference(weights);
  const auto corpus = support::random_corpus(weights.model(), 3, 20, 9);
  const ModelInputStatistics statistics =
      collect_input_statistics(reference, corpus, {.rows = 50, .seed = 1});
  const ActivationScales scales = calibrate_activations(reference, corpus);
  for (std::int64_t layer = 0; layer < 2; ++layer) {
    for (const LinearShape& linear : block_linears(weights.model())) {
      const InputStatistics& input = statistics.of(layer, input_of(linear.role));
      EXPECT_EQ(scale_for(std::ranges::max(input.channel_max_abs)), scales.of(layer, linear.role));
      EXPECT_EQ(input.sample.rows(), 50);
    }
  }
}

// A real model on text that it wrote itself. Per-tensor W8A8 of a model without outliers loses
// little; four bits lose more.
TEST(TinyStories, KeepsItsPerplexityUnderEveryQuantizer) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "models/TinyStories-656K");
  const Checkpoint checkpoint = open_checkpoint(folder);
  const CheckpointWeights weights(checkpoint);
  const ReferenceModel reference(weights);
  FloatLanguageModel language(reference);
  std::vector<TokenId> text = {1, 80, 147, 201, 282, 57};  // Once upon a time
  std::span<const float> logits = language.prefill(text);
  while (text.size() < 100) {
    text.push_back(static_cast<TokenId>(std::ranges::max_element(logits) - logits.begin()));
    logits = language.decode(text.back());
  }
  const ModelInputStatistics statistics =
      collect_input_statistics(reference, std::vector<std::vector<TokenId>>{text}, {.rows = 24});
  const double exact = perplexity(language, text, {.context = 100}).value;
  for (const QuantizerEntry& entry : quantizer_catalog()) {
    QuantizedLanguageModel quantized(weights, *make_quantizer(entry.name), statistics);
    const double value = perplexity(quantized, text, {.context = 100}).value;
    const bool four_bits = std::string(entry.name) == "awq";  // 128 wide: no whole Q4_K
    EXPECT_NEAR(value / exact, 1, four_bits ? 0.3 : 0.05) << entry.name;
  }
}

}  // namespace
}  // namespace mllm_npu
