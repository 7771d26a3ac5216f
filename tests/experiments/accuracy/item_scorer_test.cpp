#include "experiments/accuracy/item_scorer.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/pair_model.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::PairModel;
using ::testing::ElementsAre;
using Tokens = std::vector<TokenId>;

const float kThree = std::log(3.0F);

// Two tokens; 1 is three times as likely as 0 after 0, and 0 three times as likely as 1 after 1.
PairModel alternating(std::int64_t context = 100) {
  return PairModel({{{0, 1}, kThree}, {{1, 0}, kThree}}, context, 2);
}

TEST(ScoreTexts, AddsTheLogLikelihoodsOfTheContinuationAlone) {
  PairModel model = alternating();
  // Reads 0 0 0 1: the last three logits should name 0 (1/4), 1 (3/4), 1 (1/4).
  const ScoredText text{.text = {0, 0, 0, 1}, .continuation = {0, 1, 1}};
  const auto scores = score_texts(model, {&text, 1});
  EXPECT_NEAR(scores[0].log_likelihood, std::log(1.0 / 4 * 3 / 4 * 1 / 4), 1e-6);
  EXPECT_FALSE(scores[0].greedy);
  EXPECT_THAT(model.firsts, ElementsAre(1));
}

TEST(ScoreTexts, IsGreedyWhereEveryTokenIsTheMostLikelyOne) {
  PairModel model = alternating();
  const ScoredText right{.text = {1, 0, 1}, .continuation = {1, 0}};
  const ScoredText wrong_first{.text = {1, 0, 0}, .continuation = {0, 1}};
  const ScoredText wrong_last{.text = {1, 0, 1}, .continuation = {1, 1}};
  EXPECT_TRUE(score_texts(model, {&right, 1})[0].greedy);
  EXPECT_FALSE(score_texts(model, {&wrong_first, 1})[0].greedy);
  EXPECT_FALSE(score_texts(model, {&wrong_last, 1})[0].greedy);
}

TEST(ScoreTexts, ReadsOnceWhatSeveralChoicesBeginWith) {
  PairModel model = alternating();
  const std::vector<ScoredText> letters = {{.text = {0, 0}, .continuation = {0}},
                                           {.text = {0, 0}, .continuation = {1}}};
  const auto scores = score_texts(model, letters);
  EXPECT_THAT(model.scored, ElementsAre(Tokens{0, 0}));
  EXPECT_NEAR(scores[0].log_likelihood, std::log(0.25), 1e-6);
  EXPECT_NEAR(scores[1].log_likelihood, std::log(0.75), 1e-6);
}

TEST(ScoreTexts, ReadsAShorterChoiceInALongerOne) {
  PairModel model = alternating();
  const std::vector<ScoredText> texts = {{.text = {0}, .continuation = {1}},
                                         {.text = {0, 1, 0}, .continuation = {0, 0}},
                                         {.text = {0, 0}, .continuation = {0, 1}}};
  const auto together = score_texts(model, texts);
  EXPECT_THAT(model.scored, ElementsAre(Tokens{0, 1, 0}, Tokens{0, 0}));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto alone = score_texts(model, {&texts[i], 1});
    EXPECT_EQ(together[i].log_likelihood, alone[0].log_likelihood) << i;
    EXPECT_EQ(together[i].greedy, alone[0].greedy) << i;
  }
}

TEST(ScoreTexts, ShowsEveryDistributionThatCountsOnce) {
  PairModel model = alternating();
  const std::vector<ScoredText> texts = {{.text = {1, 0, 1}, .continuation = {1, 0}},
                                         {.text = {1, 0, 1}, .continuation = {1}}};
  int seen = 0;
  score_texts(model, texts, [&](std::span<const float> logits) {
    EXPECT_EQ(logits.size(), 2U);
    ++seen;
  });
  EXPECT_EQ(seen, 2);
}

TEST(ScoreTexts, RefusesTokensThatTheModelDoesNotHave) {
  PairModel model = alternating();
  const ScoredText read{.text = {2}, .continuation = {1}};
  const ScoredText named{.text = {0}, .continuation = {2}};
  const std::string message = "tokenizer: expected tokens below vocab_size = 2, found 2";
  EXPECT_EQ(input_error_of([&] { score_texts(model, {&read, 1}); }), message);
  EXPECT_EQ(input_error_of([&] { score_texts(model, {&named, 1}); }), message);
}

TEST(ScoreTexts, RefusesLogitsThatAreNoNumbers) {
  PairModel model({{{0, 1}, std::numeric_limits<float>::quiet_NaN()}}, 100, 2);
  const ScoredText text{.text = {0}, .continuation = {1}};
  EXPECT_EQ(input_error_of([&] {
              score_texts(model, {&text, 1});
            }),
            "weights: logits: expected finite numbers, found an infinity or no number");
}

}  // namespace
}  // namespace mllm_npu
