// Shadow outlier execution gives back what the clip cuts off, whatever the chunks and the order.

#include <cmath>

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/runtime/engine_language_model.h"
#include "engine/runtime/quantized_language_model.h"
#include "tests/support/computed_run.h"
#include "tests/support/random.h"
#include "tests/support/round_prefill.h"
#include "tests/support/shadowed_model.h"

namespace mllm_npu {
namespace {

using support::ComputedRun;
using support::difference;
using support::DrivenPrompt;
using support::ShadowedModel;

constexpr std::int64_t kChunk = 8;
constexpr std::int64_t kLongest = 3 * kChunk + 1;

// round(x / s) · round(w / s_w)ᵀ in whole numbers of any size: W8A8 that clips nothing.
class Unclipped : public Quantizer {
 public:
  explicit Unclipped(const ActivationScales& scales) : scales_(scales) {}
  std::string_view name() const override { return "unclipped"; }
  std::vector<std::unique_ptr<QuantizedLinear>> quantize(const LinearGroup& group,
                                                         const InputStatistics&) const override {
    std::vector<std::unique_ptr<QuantizedLinear>> linears;
    for (std::size_t i = 0; i < group.roles.size(); ++i) {
      linears.push_back(
          std::make_unique<Linear>(group.weights[i], scales_.of(group.layer, group.roles[i])));
    }
    return linears;
  }

 private:
  struct Linear : QuantizedLinear {
    Linear(MatrixView<const float> w, float scale) : input_scale(scale), steps(w.rows, w.columns) {
      Matrix<std::int8_t> quantized(w.rows, w.columns);
      weight_scale = quantize_weights(w, quantized.view());
      steps = as_eigen(quantized.view()).cast<double>();
    }
    void apply(MatrixView<const float> x, MatrixView<float> y) const override {
      const auto round = [this](float value) {
        return static_cast<double>(std::nearbyint(value / input_scale));
      };
      const EigenRowMajor<double> rounded = as_eigen(x).unaryExpr(round);
      as_eigen(y) = (rounded * steps.transpose()).cast<float>() * (input_scale * weight_scale);
    }
    float input_scale;
    float weight_scale = 0;
    EigenRowMajor<double> steps;
  };

  const ActivationScales& scales_;
};

class ShadowedPrefill : public ::testing::TestWithParam<std::string> {
 protected:
  ShadowedPrefill() : all_(support::tiny_model(GetParam()), 0) {}

  ComputedRun run(const ShadowedModel& model, const PrefillOptions& options, std::int64_t length) {
    ComputingEngine engine(model.quantized(), model.rotary, device_, options);
    KvCache cache(model.model(), length);
    return support::run_engine(engine, tokens(length), cache);
  }
  std::vector<TokenId> tokens(std::int64_t count) const {
    return support::random_tokens(all_.model(), count, 7);
  }

  const ShadowedModel all_;  // nothing is pruned
  const DeviceSpec device_ = support::roomy_device();
};

TEST_P(ShadowedPrefill, WithNothingPrunedIsTheUnclippedProduct) {
  const ActivationScales scales = all_.statistics.scales();
  ModelInputStatistics nothing;
  nothing.layers.resize(static_cast<std::size_t>(all_.model().num_hidden_layers));
  QuantizedLanguageModel unclipped(all_.weights, Unclipped(scales), nothing);
  const std::span<const float> expected = unclipped.prefill(tokens(kLongest));
  const ComputedRun found = run(all_, {.chunk_lengths = {kChunk}}, kLongest);
  float largest = 0;
  for (const float logit : expected) largest = std::max(largest, std::abs(logit));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    // Attention keeps keys in fp16 here and in fp32 there; a step that flips is worth 1 %.
    EXPECT_NEAR(found.logits[i], expected[i], 0.02F * largest) << i;
  }
  const ShadowedModel pruned(all_.model(), 1);
  EXPECT_NE(run(pruned, {.chunk_lengths = {kChunk}}, kLongest).logits, found.logits)
      << "nothing was clipped";
}

TEST_P(ShadowedPrefill, IsTheSameBitsInAnyChunks) {
  const ShadowedModel half(all_.model(), 0.5);
  for (const ShadowedModel* model : {&all_, &half}) {
    for (const std::int64_t length : {1, 7, 8, 9, 17, 25}) {
      const ComputedRun whole = run(*model, {.chunk_lengths = {kLongest}}, length);
      EXPECT_EQ(difference(run(*model, {.chunk_lengths = {kChunk}}, length), whole), "") << length;
    }
  }
}

TEST_P(ShadowedPrefill, IsTheSameBitsInAnyOrder) {
  const ComputedRun expected = run(all_, {.chunk_lengths = {kChunk}}, kLongest);
  support::Random random(5);
  for (int i = 0; i < 10; ++i) {
    DrivenPrompt prompt(all_.quantized(), all_.rotary, tokens(kLongest), kChunk);
    const auto order = support::legal_order(prompt.dag, [&](const std::vector<SubgraphId>& ready) {
      return static_cast<std::size_t>(random.below(std::ssize(ready)));
    });
    EXPECT_EQ(difference(prompt.run(order), expected), "") << "order " << i;
  }
}

TEST_P(ShadowedPrefill, IsWhatDecodingComputesTokenByToken) {
  const std::vector<TokenId> text = tokens(kLongest);
  EngineLanguageModel engine(all_.quantized(), device_, {.chunk_lengths = {kChunk}}, kLongest);
  for (std::size_t length = 1; length < text.size(); length += 3) {
    const auto copied = [](std::span<const float> logits) {
      return std::vector<float>(logits.begin(), logits.end());
    };
    const std::vector<float> prefilled = copied(engine.prefill({text.data(), length + 1}));
    engine.prefill({text.data(), length});
    EXPECT_EQ(copied(engine.decode(text[length])), prefilled) << length;
  }
}

TEST_P(ShadowedPrefill, FetchesRowsOfColdChannelsFromTheFile) {
  ComputingEngine engine(all_.quantized(), all_.rotary, device_, {.chunk_lengths = {kChunk}});
  KvCache cache(all_.model(), kLongest);
  const ShadowCounts counts = engine.prefill(tokens(kLongest), cache).shadow;
  // Four inputs in two layers of four chunks, of which some have no outliers.
  EXPECT_GT(counts.chunks, 4 * 2);
  EXPECT_LE(counts.chunks, 4 * 2 * 4);
  EXPECT_GT(counts.outliers, 0);
  EXPECT_GT(counts.hot_channels, 0);
  EXPECT_GT(counts.cold_channels, 0);
  EXPECT_GE(counts.bytes_read,
            counts.cold_channels * std::min({all_.model().hidden_size, query_size(all_.model()),
                                             key_value_size(all_.model())}));
}

INSTANTIATE_TEST_SUITE_P(Tiny, ShadowedPrefill, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

}  // namespace
}  // namespace mllm_npu
