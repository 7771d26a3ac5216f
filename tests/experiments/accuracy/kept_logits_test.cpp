#include "experiments/accuracy/kept_logits.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/accuracy/corpus_score.h"
#include "tests/support/pair_model.h"

namespace mllm_npu {
namespace {

using support::PairModel;
using ::testing::ElementsAre;
using Texts = std::vector<std::vector<TokenId>>;
using Seen = std::vector<std::pair<std::int64_t, std::vector<float>>>;

constexpr std::int64_t kVocabulary = 4;

PairModel likes(TokenId after, TokenId next, float logit) {
  return PairModel({{{after, next}, logit}}, 10, kVocabulary);
}

Seen seen_by(LanguageModel& model, const std::vector<TokenId>& text, std::int64_t first) {
  Seen seen;
  model.score_from(text, first, [&](std::int64_t position, std::span<const float> logits) {
    seen.emplace_back(position, std::vector<float>(logits.begin(), logits.end()));
  });
  return seen;
}

TEST(KeptLogits, AreAnsweredAgainWithoutTheModel) {
  PairModel model = likes(1, 2, 3);
  KeptLogits kept;
  KeepingModel keeping(model, kept);
  const Seen first = seen_by(keeping, {0, 1, 3}, 1);
  EXPECT_EQ(model.scored.size(), 1U);
  KeptModel again(model.model(), 10, kept);
  EXPECT_EQ(seen_by(again, {0, 1, 3}, 1), first);
  EXPECT_EQ(first.front(), std::pair(std::int64_t{1}, std::vector<float>{0, 0, 3, 0}));
  EXPECT_EQ(model.scored.size(), 1U);
}

TEST(KeptLogits, TellTextsAndPlacesApart) {
  PairModel model = likes(1, 2, 3);
  KeptLogits kept;
  KeepingModel keeping(model, kept);
  seen_by(keeping, {0, 1}, 0);
  EXPECT_NE(kept.find(std::vector<TokenId>{0, 1}, 0), nullptr);
  EXPECT_EQ(kept.find(std::vector<TokenId>{0, 1}, 1), nullptr);
  EXPECT_EQ(kept.find(std::vector<TokenId>{1, 0}, 0), nullptr);
}

TEST(KeptLogitsDeathTest, AQuestionThatWasNeverAskedIsABug) {
  const PairModel model = likes(1, 2, 3);
  const KeptLogits kept;
  KeptModel again(model.model(), 10, kept);
  EXPECT_DEATH(seen_by(again, {0, 1}, 0), "never asked");
}

// After token 1 the model says e^3 : 1 : 1 : 1 for token 2, and nothing of the others.
TEST(ScoreCorpus, IsThePerplexityOfAllTokensButTheFirst) {
  PairModel model = likes(1, 2, 3);
  const CorpusScore score = score_corpus(model, model, Texts{{0, 1, 2}, {1, 2}});
  const double known = 3 - std::log(std::exp(3.0) + 3);
  const double blank = -std::log(4.0);
  EXPECT_EQ(score.tokens, 3);
  EXPECT_NEAR(score.perplexity.value, std::exp(-(2 * known + blank) / 3), 1e-9);
  EXPECT_EQ(score.kl_divergence, 0);
}

TEST(ScoreCorpus, HoldsDistributionsAgainstTheReference) {
  PairModel reference = likes(1, 2, 3);
  PairModel model = likes(1, 2, 0);
  const CorpusScore score = score_corpus(reference, model, Texts{{1, 3, 0}});
  const double sum = std::exp(3.0) + 3;
  const double divergence = std::exp(3.0) / sum * (3 - std::log(sum) + std::log(4.0)) +
                            3 / sum * (std::log(4.0) - std::log(sum));
  EXPECT_NEAR(score.kl_divergence, divergence / 2, 1e-9);
}

TEST(PerplexityMeasures, NameWhatWasCounted) {
  std::vector<std::string> names;
  for (const Measure& measure : perplexity_measures({.perplexity = {2, 1}, .tokens = 3})) {
    names.push_back(measure.name);
  }
  EXPECT_THAT(names,
              ElementsAre("tokens", "perplexity", "perplexity_standard_error", "kl_divergence"));
}

}  // namespace
}  // namespace mllm_npu
