#include "engine/text/pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/text/byte_level_bpe.h"
#include "tests/support/input_error_of.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<std::string> words(const std::string& expression, std::string_view text) {
  std::vector<std::string_view> parts;
  Pattern(expression, "test").cut(text, parts);
  return {parts.begin(), parts.end()};
}

std::vector<std::string> words_of(std::string_view name, std::string_view text) {
  return words(pre_tokenization(name, "test").patterns.at(0), text);
}

TEST(Pattern, AMatchIsAWordAndSoIsWhatLiesBetween) {
  EXPECT_THAT(words("b+", "abbcb"), ElementsAre("a", "bb", "c", "b"));
  EXPECT_THAT(words("b+", "acd"), ElementsAre("acd"));
  EXPECT_THAT(words("b+", ""), ElementsAre());
}

TEST(Pattern, AnEmptyMatchIsNoWord) {
  EXPECT_THAT(words("b*", "aéb"), ElementsAre("aé", "b"));
  EXPECT_THAT(words("(?=b)", "abc"), ElementsAre("abc"));
}

TEST(Pattern, KnowsUnicode) {
  EXPECT_THAT(words("\\p{L}+", "1漢é2"), ElementsAre("1", "漢é", "2"));
  EXPECT_THAT(words("\\s", "a\u3000b"), ElementsAre("a", "\u3000", "b"));
}

TEST(Pattern, WordsTogetherAreTheText) {
  for (const char* const name : {"qwen2", "gpt-2", "llama-bpe"}) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const std::string text = text_samples::random_text(seed);
      std::string joined;
      for (const std::string& word : words_of(name, text)) {
        EXPECT_FALSE(word.empty());
        joined += word;
      }
      EXPECT_EQ(joined, text);
    }
  }
}

TEST(Pattern, WhatIsNoExpressionIsRefusedInOneLine) {
  EXPECT_THAT(support::input_error_of([] { Pattern("(", "f.json"); }),
              HasSubstr("f.json: pattern: expected a regular expression, found missing closing"));
  EXPECT_THAT(support::input_error_of([] { Pattern("\xFF", "f"); }), HasSubstr("UTF-8"));
  EXPECT_THAT(support::input_error_of([] { Pattern("\\C", "f"); }), HasSubstr("regular"));
  const std::string longest(4096, 'a');
  EXPECT_NO_THROW(Pattern(longest, "f"));
  EXPECT_THAT(support::input_error_of([&] { Pattern(longest + "a", "f"); }), HasSubstr("4 KiB"));
}

TEST(Pattern, AnExpressionThatNeedsTooManyStepsGivesOneWord) {
  EXPECT_THAT(words("(a+)+b", std::string(200, 'a')), ElementsAre(std::string(200, 'a')));
  EXPECT_THAT(words("(a|b|ab)*c", "c" + std::string(5000, 'a')), SizeIs(2));
}

TEST(Pattern, AnHonestExpressionMayWalkFarBack) {
  const std::string spaces(100'000, ' ');
  EXPECT_THAT(words_of("qwen2", spaces + "x"), ElementsAre(std::string(99'999, ' '), " x"));
  EXPECT_THAT(words_of("qwen2", std::string(100'000, 'x')), SizeIs(1));
  EXPECT_THAT(words_of("qwen2", spaces + "\n" + spaces), ElementsAre(spaces + "\n", spaces));
}

TEST(Gpt2Words, KeepTheSpaceBeforeThem) {
  EXPECT_THAT(words_of("gpt-2", "Hello world  x12 3!"),
              ElementsAre("Hello", " world", " ", " x", "12", " 3", "!"));
}

TEST(Gpt2Words, CutContractionsInLowerCaseOnly) {
  EXPECT_THAT(words_of("gpt-2", "it's I'LL"), ElementsAre("it", "'s", " I", "'", "LL"));
}

TEST(Qwen2Words, CutEveryDigitAndContractionsInAnyCase) {
  EXPECT_THAT(words_of("qwen2", "it's I'LL 123"),
              ElementsAre("it", "'s", " I", "'LL", " ", "1", "2", "3"));
}

TEST(Qwen2Words, EndLinesWithTheirPunctuation) {
  EXPECT_THAT(words_of("qwen2", "a.\n\n  b"), ElementsAre("a", ".\n\n", " ", " b"));
  EXPECT_THAT(words_of("qwen2", " \n x"), ElementsAre(" \n", " x"));
}

TEST(Llama3Words, HoldUpToThreeDigits) {
  EXPECT_THAT(words_of("llama-bpe", "12345"), ElementsAre("123", "45"));
}

TEST(PreTokenization, OnlyQwen2IsNormalized) {
  EXPECT_TRUE(pre_tokenization("qwen2", "f").nfc);
  EXPECT_FALSE(pre_tokenization("phi-2", "f").nfc);
  EXPECT_EQ(pre_tokenization("phi-2", "f").patterns, pre_tokenization("gpt-2", "f").patterns);
}

TEST(PreTokenization, AnUnknownNameIsNamed) {
  EXPECT_THAT(support::input_error_of([] { pre_tokenization("gpt-9", "a.gguf"); }),
              HasSubstr("a.gguf: pre-tokenizer: expected one of qwen2, gpt-2, phi-2, llama-bpe, "
                        "found gpt-9"));
}

}  // namespace
}  // namespace mllm_npu
