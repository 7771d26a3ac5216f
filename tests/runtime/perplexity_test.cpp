#include "engine/runtime/perplexity.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/scripted_model.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::ScriptedModel;
using Texts = std::vector<std::vector<TokenId>>;

TEST(LogLikelihood, IsTheLogarithmOfTheSoftmax) {
  const std::vector<float> logits = {0, std::log(3.0F)};
  EXPECT_NEAR(log_likelihood(logits, 0), std::log(0.25), 1e-6);
  EXPECT_NEAR(log_likelihood(logits, 1), std::log(0.75), 1e-6);
}

TEST(LogLikelihood, OfLargeLogitsDoesNotOverflow) {
  EXPECT_NEAR(log_likelihood(std::vector<float>{1000, 1000}, 0), std::log(0.5), 1e-6);
}

TEST(Perplexity, OfAModelThatKnowsNothingIsTheSizeOfItsVocabulary) {
  ScriptedModel model({{0, 0, 0, 0, 0}}, 100);
  const Perplexity result = perplexity(model, std::vector<TokenId>{1, 2, 3, 4}, {.context = 10});
  EXPECT_NEAR(result.value, 5, 1e-9);
  EXPECT_NEAR(result.standard_error, 0, 1e-6);
  EXPECT_EQ(result.tokens, 3);
}

TEST(Perplexity, PredictsTheTokenThatFollows) {
  // After the first token 1 is three times as likely as 0, after the second one 0 is.
  ScriptedModel model({{0, std::log(3.0F)}, {std::log(3.0F), 0}}, 100);
  const Perplexity result = perplexity(model, std::vector<TokenId>{0, 1, 0}, {.context = 10});
  EXPECT_NEAR(result.value, 4.0 / 3, 1e-6);
}

TEST(Perplexity, ReadsWindowsThatDoNotOverlap) {
  ScriptedModel model({{0, 0, 0, 0}}, 100);
  std::vector<std::int64_t> begins;
  const Perplexity result = perplexity(model, std::vector<TokenId>{0, 1, 2, 3, 2}, {.context = 2},
                                       [&](std::int64_t first) { begins.push_back(first); });
  EXPECT_EQ(model.scored, (Texts{{0, 1}, {2, 3}}));  // one token alone predicts nothing
  EXPECT_EQ(begins, (std::vector<std::int64_t>{0, 2}));
  EXPECT_EQ(result.tokens, 2);
}

TEST(Perplexity, BeginsEveryWindowAsTheModelAsks) {
  ScriptedModel model({{0, 0, 0, 0}}, 100);
  const PerplexityOptions options{.context = 3, .begin_of_text = TokenId{3}};
  const Perplexity result = perplexity(model, std::vector<TokenId>{0, 1, 2}, options);
  EXPECT_EQ(model.scored, (Texts{{3, 0, 1}, {3, 2}}));
  EXPECT_EQ(result.tokens, 3);
}

TEST(Perplexity, HasTheStandardErrorOfTheMean) {
  const float third = std::log(3.0F);
  ScriptedModel model({{third, 0}, {0, third}, {third, 0}, {0, third}}, 100);
  // Likelihoods 3/4, 1/4, 3/4, 1/4: standard deviation of the logarithms is ln(3) / 2.
  const Perplexity result = perplexity(model, std::vector<TokenId>{0, 0, 0, 0, 0}, {.context = 9});
  EXPECT_NEAR(result.standard_error / result.value, std::log(3.0) / 2 / std::sqrt(4.0), 1e-6);
}

TEST(Perplexity, RefusesLogitsThatAreNoNumbers) {
  ScriptedModel model({{std::numeric_limits<float>::infinity(), 0}}, 100);
  EXPECT_EQ(input_error_of([&] {
              perplexity(model, std::vector<TokenId>{0, 1}, {.context = 2});
            }),
            "weights: logits: expected finite numbers, found an infinity or no number");
}

}  // namespace
}  // namespace mllm_npu
