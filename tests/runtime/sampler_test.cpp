#include "engine/runtime/sampler.h"

#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

std::vector<TokenId> draws(const SamplingOptions& options, const std::vector<float>& logits,
                           int count) {
  Sampler sampler(options);
  std::vector<TokenId> tokens;
  for (int i = 0; i < count; ++i) tokens.push_back(sampler.pick(logits));
  return tokens;
}

std::set<TokenId> drawn(const SamplingOptions& options, const std::vector<float>& logits) {
  const std::vector<TokenId> tokens = draws(options, logits, 2000);
  return {tokens.begin(), tokens.end()};
}

TEST(Sampler, WithoutTemperatureTakesTheMostLikelyToken) {
  EXPECT_EQ(Sampler({}).pick(std::vector<float>{0, 3, 2}), 1);
}

TEST(Sampler, OfEquallyLikelyTokensTakesTheSmallest) {
  EXPECT_EQ(Sampler({}).pick(std::vector<float>{1, 3, 3}), 1);
  EXPECT_EQ(draws({.temperature = 1, .top_k = 1}, {1, 3, 3}, 1), std::vector<TokenId>{1});
}

TEST(Sampler, NeverPicksALogitThatIsNoNumber) {
  EXPECT_EQ(Sampler({}).pick(std::vector<float>{kNone, -5, kNone}), 1);
  EXPECT_EQ(drawn({.temperature = 1}, {kNone, -5, kNone}), std::set<TokenId>{1});
}

TEST(Sampler, DrawsAsOftenAsTheSoftmaxSays) {
  const std::vector<float> logits = {0, std::log(3.0F)};  // 1 : 3
  const std::vector<TokenId> tokens = draws({.temperature = 1, .seed = 5}, logits, 4000);
  EXPECT_NEAR(static_cast<double>(std::count(tokens.begin(), tokens.end(), 1)), 3000, 100);
}

TEST(Sampler, AHighTemperatureFlattensAndALowOneSharpens) {
  const std::vector<float> logits = {0, 2};
  const auto second = [&](double temperature) {
    const auto tokens = draws({.temperature = temperature, .seed = 5}, logits, 4000);
    return std::count(tokens.begin(), tokens.end(), 1);
  };
  EXPECT_NEAR(static_cast<double>(second(1000)), 2000, 100);
  EXPECT_EQ(second(0.05), 4000);
}

TEST(Sampler, DrawsAmongTheTopKAlone) {
  EXPECT_EQ(drawn({.temperature = 10, .top_k = 2}, {0, 1, 2, 3}), (std::set<TokenId>{2, 3}));
  EXPECT_EQ(drawn({.temperature = 10, .top_k = 9}, {0, 1}), (std::set<TokenId>{0, 1}));
}

TEST(Sampler, DrawsAmongTheFewestThatReachTopP) {
  const std::vector<float> halves = {0, 0, 0, 0};  // a quarter each
  EXPECT_EQ(drawn({.temperature = 1, .top_p = 0.5}, halves), (std::set<TokenId>{0, 1}));
  EXPECT_EQ(drawn({.temperature = 1, .top_p = 0.51}, halves), (std::set<TokenId>{0, 1, 2}));
  EXPECT_EQ(drawn({.temperature = 1, .top_p = 1e-9}, halves), (std::set<TokenId>{0}));
}

TEST(Sampler, TheSameSeedDrawsTheSameTokensAndAnotherOneOthers) {
  const std::vector<float> logits(50, 0);
  const auto with = [&](std::uint64_t seed) {
    return draws({.temperature = 1, .seed = seed}, logits, 20);
  };
  EXPECT_EQ(with(3), with(3));
  EXPECT_NE(with(3), with(4));
}

TEST(Sampler, RefusesOptionsOutOfRange) {
  EXPECT_EQ(input_error_of([] { check_options(SamplingOptions{.temperature = -1}); }),
            "sampling: temperature: expected a number from 0 on, found -1.000000");
  EXPECT_EQ(input_error_of([] { check_options(SamplingOptions{.top_k = -1}); }),
            "sampling: top k: expected a number from 0 on, found -1.000000");
  for (const double top_p : {0.0, 1.1, std::nan("")}) {
    EXPECT_NE(input_error_of([&] { check_options(SamplingOptions{.top_p = top_p}); }), "no error");
  }
  EXPECT_EQ(input_error_of([] { check_options(SamplingOptions{.top_p = 1}); }), "no error");
}

}  // namespace
}  // namespace mllm_npu
