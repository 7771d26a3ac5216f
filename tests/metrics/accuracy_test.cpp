#include "engine/metrics/accuracy.h"

#include <cmath>

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using Numbers = std::vector<double>;
using Lengths = std::vector<std::size_t>;

TEST(MostLikely, IsTheFirstOfEquals) {
  EXPECT_EQ(most_likely(Numbers{-3, -1, -1, -2}), 1U);
  EXPECT_EQ(most_likely(Numbers{-4}), 0U);
}

TEST(MostLikelyPerCharacter, MakesUpForLength) {
  const Numbers log_likelihoods = {-4, -6};
  EXPECT_EQ(most_likely(log_likelihoods), 0U);
  EXPECT_EQ(most_likely_per_character(log_likelihoods, Lengths{4, 7}), 1U);
  EXPECT_EQ(most_likely_per_character(log_likelihoods, Lengths{4, 6}), 0U);
}

TEST(MostLikelyPerCharacter, NeverIsAChoiceWithoutCharacters) {
  EXPECT_EQ(most_likely_per_character(Numbers{-0.1, -60}, Lengths{0, 1}), 1U);
}

TEST(MeanOf, HasTheSamplesStandardError) {
  const Mean mean = mean_of(Numbers{1, 2, 4, 5});
  EXPECT_DOUBLE_EQ(mean.value, 3);
  // Deviations 2, 1, 1, 2: variance 10 / 3 of a sample of 4.
  EXPECT_DOUBLE_EQ(mean.standard_error, std::sqrt(10.0 / 3 / 4));
}

TEST(MeanOf, AnswersHasTheStandardErrorOfAShare) {
  std::vector<bool> right(100, false);
  for (std::size_t i = 0; i < 36; ++i) right[i] = true;
  const Mean mean = mean_of(right);
  EXPECT_DOUBLE_EQ(mean.value, 0.36);
  EXPECT_NEAR(mean.standard_error, std::sqrt(0.36 * 0.64 / 99), 1e-15);
}

TEST(MeanOf, OneValueHasNoError) {
  EXPECT_EQ(mean_of(Numbers{7}).value, 7);
  EXPECT_EQ(mean_of(Numbers{7}).standard_error, 0);
}

TEST(PerplexityOf, IsTheExponentOfTheMeanWithItsError) {
  const Mean perplexity = perplexity_of(Numbers{-1, -3});
  EXPECT_DOUBLE_EQ(perplexity.value, std::exp(2.0));
  EXPECT_DOUBLE_EQ(perplexity.standard_error, std::exp(2.0) * 1);
}

TEST(PooledStandardError, OfOneGroupIsThatGroups) {
  EXPECT_DOUBLE_EQ(pooled_standard_error(Numbers{0.25}, Lengths{10}), 0.25);
}

TEST(PooledStandardError, HoldsNoDifferenceBetweenGroupsAgainstTheMean) {
  EXPECT_EQ(pooled_standard_error(Numbers{0, 0}, Lengths{5, 9}), 0);
  // Variances of one answer 4 · 0.1² = 0.04 and 9 · 0.2² = 0.36, with 3 and 8 degrees of freedom.
  EXPECT_DOUBLE_EQ(pooled_standard_error(Numbers{0.1, 0.2}, Lengths{4, 9}),
                   std::sqrt((3 * 0.04 + 8 * 0.36) / 11 / 13));
}

TEST(PooledStandardError, OfGroupsOfOneIsZero) {
  EXPECT_EQ(pooled_standard_error(Numbers{0, 0}, Lengths{1, 1}), 0);
}

TEST(Flips, AreCountedInBothDirections) {
  const Flips found = flips({true, true, true, false, false}, {true, false, false, true, false});
  EXPECT_EQ(found.to_wrong, 2U);
  EXPECT_EQ(found.to_right, 1U);
  EXPECT_DOUBLE_EQ(found.share(), 0.6);
}

TEST(KlDivergence, OfEqualDistributionsIsZeroWhereverTheirLogitsLie) {
  const std::vector<float> logits = {1, -2, 3};
  EXPECT_NEAR(kl_divergence(logits, logits), 0, 1e-15);
  EXPECT_NEAR(kl_divergence(logits, std::vector<float>{101, 98, 103}), 0, 1e-12);
}

TEST(KlDivergence, IsTheOneOfItsDefinition) {
  // Distributions (1/2, 1/2) and (3/4, 1/4).
  const std::vector<float> even = {0, 0};
  const std::vector<float> uneven = {std::log(3.0F), 0};
  EXPECT_NEAR(kl_divergence(even, uneven), 0.5 * std::log(0.5 / 0.75) + 0.5 * std::log(0.5 / 0.25),
              1e-7);
  EXPECT_NEAR(kl_divergence(uneven, even),
              0.75 * std::log(0.75 / 0.5) + 0.25 * std::log(0.25 / 0.5), 1e-7);
}

TEST(KlDivergence, OfLargeLogitsDoesNotOverflow) {
  EXPECT_NEAR(kl_divergence(std::vector<float>{5000, 0}, std::vector<float>{0, 5000}), 5000, 1e-6);
}

}  // namespace
}  // namespace mllm_npu
