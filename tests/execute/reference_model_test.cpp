#include "engine/execute/reference_model.h"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "tests/support/computing_model.h"
#include "tests/support/plain_model.h"
#include "tests/support/written_weights.h"

namespace mllm_npu {
namespace {

using support::PlainRows;
using Rows = EigenRowMajor<float>;

// One block of width 2 with one head and an FFN of width 1, without rounding in its norms.
ModelConfig two_wide() {
  ModelConfig model = support::tiny_model("llama-2-7b");
  model.hidden_size = model.head_dim = model.vocab_size = 2;
  model.intermediate_size = model.num_hidden_layers = 1;
  model.num_attention_heads = model.num_key_value_heads = 1;
  model.tie_word_embeddings = true;
  model.norm_eps = 0;
  return model;
}

// Token 0 is (3, 4), token 1 is (4, -3). Values and O pass on what they get; there are no queries
// and keys, so that attention is a mean.
support::WrittenWeights two_wide_weights() {
  support::WrittenWeights weights(two_wide());
  weights.of(WeightRole::kEmbedding) = {3, 4, 4, -3};
  for (const WeightRole norm : {WeightRole::kAttentionNorm, WeightRole::kFfnNorm}) {
    weights.of(norm, 0) = {1, 1};
  }
  weights.of(WeightRole::kFinalNorm) = {1, 2};
  for (const WeightRole role : {WeightRole::kV, WeightRole::kO}) {
    weights.of(role, 0) = {1, 0, 0, 1};
  }
  weights.of(WeightRole::kUp, 0) = {1, 0};
  weights.of(WeightRole::kGate, 0) = {0, 1};
  weights.of(WeightRole::kDown, 0) = {1, 0};
  return weights;
}

// By hand: the rms of (3, 4) is √12.5, so attention adds (0.8485281, 1.1313708); the second norm is
// the same again; silu(1.1313708) · 0.8485281 = 0.7258481 goes on top of the first number. The rms
// of the sum (4.5743763, 5.1313708) is 4.8608582.
TEST(ReferenceModel, ComputesAnExampleThatWasComputedByHand) {
  const support::WrittenWeights weights = two_wide_weights();
  const ReferenceModel model(weights);
  ReferenceCache cache;
  const TokenId token = 0;
  const Rows hidden = model.forward({&token, 1}, cache);
  EXPECT_NEAR(hidden(0, 0), 0.9410635F, 2e-6F);
  EXPECT_NEAR(hidden(0, 1), 2 * 1.0556512F, 2e-6F);
  const Rows logits = model.logits(hidden);
  EXPECT_NEAR(logits(0, 0), 3 * 0.9410635F + 4 * 2.1113024F, 1e-5F);
  EXPECT_NEAR(logits(0, 1), 4 * 0.9410635F - 3 * 2.1113024F, 1e-5F);
}

// The second token, (4, -3), sees the mean of both tokens' norms:
// (0.8485281 + 1.1313708, 1.1313708 - 0.8485281) / 2.
TEST(ReferenceModel, LooksBackInAnExampleThatWasComputedByHand) {
  support::WrittenWeights weights = two_wide_weights();
  weights.of(WeightRole::kDown, 0) = {0, 0};
  const ReferenceModel model(weights);
  ReferenceCache cache;
  const TokenId tokens[] = {0, 1};
  const Rows hidden = model.forward(tokens, cache);
  const float first = 4 + 0.98994949F;
  const float second = -3 + 0.14142136F;
  const float rms = std::sqrt((first * first + second * second) / 2);
  EXPECT_NEAR(hidden(1, 0), first / rms, 2e-6F);
  EXPECT_NEAR(hidden(1, 1), 2 * second / rms, 2e-6F);
}

void hold_against_the_plain_model(const WeightSource& weights) {
  const std::vector<TokenId> prompt = support::random_tokens(weights.model(), 20, 5);
  const ReferenceModel model(weights);
  ReferenceCache cache;
  const Rows hidden = model.forward(prompt, cache);
  const Rows logits = model.logits(hidden);
  const PlainRows expected = support::plain_hidden(weights, prompt, support::plain_float(weights));
  const PlainRows expected_logits = support::plain_logits(weights, expected);
  for (std::size_t row = 0; row < prompt.size(); ++row) {
    const auto place = static_cast<Eigen::Index>(row);
    for (std::size_t i = 0; i < expected[row].size(); ++i) {
      ASSERT_NEAR(static_cast<double>(hidden(place, static_cast<Eigen::Index>(i))),
                  expected[row][i], 2e-5)
          << "token " << row << ", number " << i;
    }
    for (std::size_t i = 0; i < expected_logits[row].size(); ++i) {
      ASSERT_NEAR(static_cast<double>(logits(place, static_cast<Eigen::Index>(i))),
                  expected_logits[row][i], 4e-5)
          << "token " << row << ", logit " << i;
    }
  }
}

class EveryReferenceModel : public ::testing::TestWithParam<std::string> {
 protected:
  const RandomWeights weights_{support::tiny_model(GetParam()), 1};
};

TEST_P(EveryReferenceModel, IsThePlainModelInDouble) { hold_against_the_plain_model(weights_); }

TEST_P(EveryReferenceModel, ReadsOneBlockAfterTheOtherWithTheSameBits) {
  const ReferenceModel all(weights_);
  const ReferenceModel one(weights_, Residency::kOneBlock);
  const std::vector<TokenId> prompt = support::random_tokens(all.model(), 20, 5);
  ReferenceCache cache;
  ReferenceCache other;
  EXPECT_EQ(all.forward(prompt, cache), one.forward(prompt, other));
  EXPECT_EQ(all.forward({prompt.data(), 1}, cache), one.forward({prompt.data(), 1}, other));
}

TEST_P(EveryReferenceModel, ShowsTheInputOfEveryLinearOnce) {
  const ReferenceModel reference(weights_);
  std::map<std::pair<std::int64_t, LinearRole>, std::int64_t> inputs;
  ReferenceCache cache;
  const std::vector<TokenId> prompt = support::random_tokens(reference.model(), 20, 5);
  reference.forward(prompt, cache,
                    [&](std::int64_t layer, LinearRole role, MatrixView<const float> input) {
                      EXPECT_EQ(input.rows, 20);
                      EXPECT_TRUE(inputs.try_emplace({layer, role}, input.columns).second);
                    });
  std::map<std::pair<std::int64_t, LinearRole>, std::int64_t> expected;
  for (const std::int64_t layer : {0, 1}) {
    for (const LinearShape& linear : block_linears(reference.model())) {
      expected[{layer, linear.role}] = linear.k;
    }
  }
  EXPECT_EQ(inputs, expected);
}

INSTANTIATE_TEST_SUITE_P(Tiny, EveryReferenceModel, ::testing::ValuesIn(model_names()),
                         support::architecture_name);

// What no model of the catalogue has, or not in this company.
TEST(ReferenceModel, IsThePlainModelWithOptionsInAnyCompany) {
  ModelConfig model = support::tiny_model("gemma-2b");
  model.qkv_bias = model.output_bias = model.mlp_bias = model.lm_head_bias = true;
  model.tie_word_embeddings = false;
  model.parallel_block = true;
  model.partial_rotary_factor = 0.5;
  model.sliding_window = 3;
  hold_against_the_plain_model(RandomWeights(model, 2));
  model.normalization = Normalization::kLayerNorm;
  model.hidden_act = Activation::kGelu;
  model.parallel_block = model.gated_mlp = false;
  hold_against_the_plain_model(RandomWeights(model, 3));
}

TEST(ReferenceModel, ShowsItsObserverWhatTheLinearGets) {
  const support::WrittenWeights weights = two_wide_weights();
  const ReferenceModel model(weights);
  ReferenceCache cache;
  const TokenId token = 0;
  std::map<LinearRole, std::vector<float>> seen;
  model.forward({&token, 1}, cache,
                [&](std::int64_t, LinearRole role, MatrixView<const float> input) {
                  seen[role].assign(input.row(0).begin(), input.row(0).end());
                });
  EXPECT_FLOAT_EQ(seen[LinearRole::kQ][0], 0.84852814F);
  EXPECT_FLOAT_EQ(seen[LinearRole::kO][1], 1.1313709F);
  ASSERT_EQ(seen[LinearRole::kDown].size(), 1U);
  EXPECT_NEAR(seen[LinearRole::kDown][0], 0.7258481F, 1e-6F);
}

TEST(ReferenceModelDeathTest, KnowsNoTokenOutsideItsVocabulary) {
  const support::WrittenWeights weights = two_wide_weights();
  const ReferenceModel model(weights);
  ReferenceCache cache;
  const TokenId token = 2;
  EXPECT_DEATH(model.forward({&token, 1}, cache), "2");
}

}  // namespace
}  // namespace mllm_npu
