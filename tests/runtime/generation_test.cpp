#include "engine/runtime/generation.h"

#include <limits>

#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/scripted_model.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::ScriptedModel;

constexpr TokenId kEnd = 0;

// A clock that goes on by a second whenever it is read.
class Seconds {
 public:
  HostTime operator()() { return std::chrono::seconds(now_++); }

 private:
  int now_ = 0;
};

GenerationResult answer(ScriptedModel& model, std::int64_t max_tokens,
                        std::vector<TokenId>* seen = nullptr) {
  return generate(model, std::vector<TokenId>{2, 1}, std::vector<TokenId>{kEnd},
                  {.max_tokens = max_tokens}, Seconds(), [&](TokenId token) {
                    if (seen != nullptr) seen->push_back(token);
                  });
}

TEST(Generation, ReadsThePromptThenItsOwnTokens) {
  ScriptedModel model({{0, 1, 0}, {0, 0, 1}, {0, 1, 0}}, 100);
  std::vector<TokenId> seen;
  const GenerationResult result = answer(model, 3, &seen);
  EXPECT_EQ(result.tokens, (std::vector<TokenId>{1, 2, 1}));
  EXPECT_EQ(seen, result.tokens);
  EXPECT_EQ(model.read, (std::vector<TokenId>{2, 1, 1, 2}));
}

TEST(Generation, DoesNotDecodeTheLastTokenThatItWasAskedFor) {
  ScriptedModel model({{0, 1, 0}}, 100);
  EXPECT_EQ(answer(model, 1).decoded, 0);
  EXPECT_EQ(answer(model, 2).decoded, 1);
}

TEST(Generation, EndsBeforeTheTokenThatEndsTheText) {
  ScriptedModel model({{0, 1, 0}, {1, 0, 0}}, 100);
  EXPECT_EQ(answer(model, 9).tokens, (std::vector<TokenId>{1}));
  ScriptedModel at_once({{1, 0, 0}}, 100);
  EXPECT_TRUE(answer(at_once, 9).tokens.empty());
}

TEST(Generation, EndsWhereTheContextIsFull) {
  ScriptedModel model({{0, 1, 0}}, 4);  // room for two tokens behind the prompt
  const GenerationResult result = answer(model, 9);
  EXPECT_EQ(result.decoded, 2);
  EXPECT_EQ(result.tokens.size(), 3U);
}

TEST(Generation, TakesTheTimesOfPrefillAndDecodingApart) {
  ScriptedModel model({{0, 1, 0}}, 100);
  const GenerationResult result = answer(model, 4);
  EXPECT_EQ(result.prefill_time, std::chrono::seconds(1));
  EXPECT_EQ(result.decode_time, std::chrono::seconds(3));
}

TEST(Generation, RefusesLogitsThatAreNoNumbers) {
  ScriptedModel model({{0, std::numeric_limits<float>::quiet_NaN(), 0}}, 100);
  EXPECT_EQ(input_error_of([&] { answer(model, 4); }),
            "weights: logits: expected finite numbers, found an infinity or no number");
}

}  // namespace
}  // namespace mllm_npu
