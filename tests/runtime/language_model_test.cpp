#include "engine/runtime/language_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/kernels/fp32_matmul.h"
#include "engine/runtime/engine_language_model.h"
#include "engine/runtime/float_language_model.h"
#include "tests/support/computing_model.h"
#include "tests/support/input_error_of.h"
#include "tests/support/round_prefill.h"

namespace mllm_npu {
namespace {

using support::ComputingModel;
using support::input_error_of;
using ::testing::FloatNear;
using ::testing::Pointwise;

constexpr std::int64_t kContext = 40;

std::vector<float> copied(std::span<const float> numbers) {
  return {numbers.begin(), numbers.end()};
}

// Both numeric paths over one model, as one kind of thing.
class LanguageModels : public ::testing::TestWithParam<bool> {
 protected:
  LanguageModel& language() { return GetParam() ? static_cast<LanguageModel&>(engine_) : float_; }

  const ComputingModel model_{support::tiny_model("mistral-7b")};
  const DeviceSpec device_ = support::roomy_device();
  FloatLanguageModel float_{model_.reference};
  EngineLanguageModel engine_{model_.quantized, device_, {.chunk_lengths = {8}}, kContext};
};

TEST_P(LanguageModels, KnowTheirModel) {
  EXPECT_EQ(language().model().name, "mistral-7b-tiny");
  EXPECT_EQ(language().prefill(model_.tokens(3)).size(), 96U);
  EXPECT_EQ(language().decode(1).size(), 96U);
}

TEST_P(LanguageModels, ForgetWithAPromptWhatCameBefore) {
  const std::vector<float> fresh = copied(language().prefill(model_.tokens(13, 1)));
  language().prefill(model_.tokens(21, 2));
  language().decode(3);
  EXPECT_EQ(copied(language().prefill(model_.tokens(13, 1))), fresh);
}

TEST_P(LanguageModels, RememberThePromptWhenTheyDecode) {
  language().prefill(model_.tokens(13, 1));
  const std::vector<float> after_one = copied(language().decode(3));
  language().prefill(model_.tokens(13, 2));
  EXPECT_NE(copied(language().decode(3)), after_one);
}

// Rows of the LM head that are computed together may be rounded in another way.
TEST_P(LanguageModels, VisitWithScoreTheLogitsOfEveryPrompt) {
  const std::vector<TokenId> text = model_.tokens(20);
  std::vector<std::vector<float>> visited;
  language().score(text, [&](std::int64_t position, std::span<const float> logits) {
    EXPECT_EQ(position, static_cast<std::int64_t>(visited.size()));
    visited.push_back(copied(logits));
  });
  ASSERT_EQ(visited.size(), text.size());
  for (std::size_t length = 1; length <= text.size(); ++length) {
    const std::span<const float> logits = language().prefill({text.data(), length});
    EXPECT_THAT(visited[length - 1], Pointwise(FloatNear(2e-5F), logits)) << length;
  }
}

TEST_P(LanguageModels, ForgetWithAScoreWhatCameBefore) {
  language().prefill(model_.tokens(9, 4));
  std::vector<float> last;
  language().score(model_.tokens(13, 1),
                   [&](std::int64_t, std::span<const float> logits) { last = copied(logits); });
  EXPECT_THAT(last, Pointwise(FloatNear(2e-5F), language().prefill(model_.tokens(13, 1))));
}

// Texts that begin alike, one after the other, as the choices of a question do.
TEST_P(LanguageModels, VisitFromAPositionOnWhatAScoreWouldVisitThere) {
  std::vector<TokenId> text = model_.tokens(20);
  for (const std::int64_t changed : {19, 12, 12, 5, 0}) {
    text[static_cast<std::size_t>(changed)] ^= 1;
    for (const std::int64_t first : {19, 4, 11, 12, 20, 0}) {
      std::vector<std::vector<float>> visited;
      language().score_from(text, first, [&](std::int64_t position, std::span<const float> logits) {
        EXPECT_EQ(position, first + static_cast<std::int64_t>(visited.size()));
        visited.push_back(copied(logits));
      });
      ASSERT_EQ(std::ssize(visited), 20 - first);
      if (first == 20) continue;
      language().score(text, [&](std::int64_t position, std::span<const float> logits) {
        if (position < first) return;
        EXPECT_THAT(visited[static_cast<std::size_t>(position - first)],
                    Pointwise(FloatNear(2e-5F), logits));
      });
    }
  }
}

TEST_P(LanguageModels, ForgetAScoreWithAPrompt) {
  const std::vector<TokenId> text = model_.tokens(13, 1);
  const std::vector<float> fresh = copied(language().prefill(text));
  const auto ignore = [](std::int64_t, std::span<const float>) {};
  language().score_from(text, 12, ignore);
  language().prefill(model_.tokens(9, 2));
  std::vector<float> last;
  language().score_from(
      text, 12, [&](std::int64_t, std::span<const float> logits) { last = copied(logits); });
  EXPECT_THAT(last, Pointwise(FloatNear(2e-5F), fresh));
}

TEST_P(LanguageModels, TakePromptsThatFillTheirContext) {
  const std::int64_t longest = language().max_context();
  EXPECT_EQ(longest, GetParam() ? kContext : 128);
  EXPECT_EQ(language().prefill(model_.tokens(longest)).size(), 96U);
}

INSTANTIATE_TEST_SUITE_P(Paths, LanguageModels, ::testing::Bool(),
                         [](const auto& tested) { return tested.param ? "engine" : "reference"; });

class CheckPrompt : public ::testing::Test {
 protected:
  std::string error_of(const std::vector<TokenId>& prompt) const {
    return input_error_of([&] { check_prompt(model_.reference.model(), 128, prompt, "--prompt"); });
  }

  const ComputingModel model_{support::tiny_model("llama-2-7b")};
};

TEST_F(CheckPrompt, WantsOneTokenAtLeastAndNoMoreThanTheContextHolds) {
  EXPECT_EQ(error_of({}), "--prompt: expected 1 to 128 tokens, found 0");
  EXPECT_EQ(error_of(std::vector<TokenId>(1, 0)), "no error");
  EXPECT_EQ(error_of(std::vector<TokenId>(128, 95)), "no error");
  EXPECT_EQ(error_of(std::vector<TokenId>(129, 0)),
            "--prompt: expected 1 to 128 tokens, found 129");
}

TEST_F(CheckPrompt, NamesATokenOutsideTheVocabulary) {
  EXPECT_EQ(error_of({1, 96}), "--prompt: expected tokens below vocab_size = 96, found 96");
  EXPECT_EQ(error_of({-1}), "--prompt: expected tokens below vocab_size = 96, found -1");
}

TEST(VisitLogits, VisitsEveryRowInOrderHoweverManyAreComputedTogether) {
  for (const std::int64_t tokens : {1, 15, 16, 17, 33}) {
    Matrix<float> hidden(tokens, 2);
    for (std::int64_t row = 0; row < tokens; ++row) hidden(row, 0) = static_cast<float>(row);
    Matrix<float> head(3, 2);
    head(1, 0) = 2;
    const PackedFloatLinear packed{.weight = PackedFp32Weights(std::as_const(head).view()),
                                   .bias = {0, 0, 7}};
    std::int64_t visited = 0;
    visit_logits(std::as_const(hidden).view(), packed,
                 [&](std::int64_t position, std::span<const float> logits) {
                   EXPECT_EQ(position, visited++);
                   EXPECT_THAT(logits,
                               ::testing::ElementsAre(0, 2 * static_cast<float>(position), 7));
                 });
    EXPECT_EQ(visited, tokens);
  }
}

}  // namespace
}  // namespace mllm_npu
