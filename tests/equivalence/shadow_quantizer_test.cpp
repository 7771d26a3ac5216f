// Shadow outlier execution as the engine runs it, chunk by chunk and from its file, and as a
// quantizer of linears are the same method.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/runtime/engine_language_model.h"
#include "engine/runtime/quantized_language_model.h"
#include "engine/runtime/shadow_plan.h"
#include "tests/support/round_device.h"
#include "tests/support/round_prefill.h"
#include "tests/support/shadowed_model.h"

namespace mllm_npu {
namespace {

using support::ShadowedModel;

constexpr std::int64_t kLength = 25;

class ShadowAsQuantizer : public ::testing::TestWithParam<std::string> {
 protected:
  static std::vector<float> of_quantizer(const ShadowedModel& model, double pruning_rate) {
    const auto plan = shadow_plan(model.model(), model.statistics.profile(model.model()),
                                  {.pruning_rate = pruning_rate});
    const ShadowQuantizer quantizer(model.statistics, kept_shadows(model.model(), plan));
    ModelInputStatistics nothing;
    nothing.layers.resize(static_cast<std::size_t>(model.model().num_hidden_layers));
    QuantizedLanguageModel language(model.weights, quantizer, nothing);
    return copied(language.prefill(tokens(model)));
  }
  static std::vector<float> of_engine(const ShadowedModel& model) {
    EngineLanguageModel language(model.quantized(), support::roomy_device(), {.chunk_lengths = {8}},
                                 kLength);
    return copied(language.prefill(tokens(model)));
  }
  // The largest difference, as a share of the range of `a`.
  static float difference(const std::vector<float>& a, const std::vector<float>& b) {
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
    const auto [low, high] = std::ranges::minmax(a);
    return largest / (high - low);
  }

 private:
  static std::vector<TokenId> tokens(const ShadowedModel& model) {
    return support::random_tokens(model.model(), kLength, 7);
  }
  static std::vector<float> copied(std::span<const float> logits) {
    return {logits.begin(), logits.end()};
  }
};

// Attention keeps keys in fp16 in the engine and in fp32 in the reference.
TEST_P(ShadowAsQuantizer, IsTheEngineWithinOnePercent) {
  const ModelConfig model = support::tiny_model(GetParam());
  for (const double pruning_rate : {0.0, 0.5, 1.0}) {
    const ShadowedModel shadowed(model, pruning_rate);
    const std::vector<float> engine = of_engine(shadowed);
    EXPECT_LT(difference(engine, of_quantizer(shadowed, pruning_rate)), 0.01F) << pruning_rate;
    if (pruning_rate == 1) continue;
    EXPECT_GT(difference(engine, of_quantizer(shadowed, 1)), 0.01F) << "what is clipped is seen";
  }
}

INSTANTIATE_TEST_SUITE_P(Tiny, ShadowAsQuantizer, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

}  // namespace
}  // namespace mllm_npu
