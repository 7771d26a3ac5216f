#include "engine/text/byte_level_bpe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/text/utf8.h"
#include "tests/support/input_error_of.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using text_samples::add_merges;
using text_samples::byte_level_vocabulary;
using text_samples::Ids;

std::unique_ptr<Tokenizer> gpt2(const BpeVocabulary& vocabulary) {
  return make_byte_level_bpe(vocabulary, pre_tokenization("gpt-2", "f"));
}

// Ids 256 to 260: he, the, " the", "  ", "\n\n".
BpeVocabulary sample() { return byte_level_vocabulary({"h e", "t he", "Ġ the", "Ġ Ġ", "Ċ Ċ"}); }

TEST(ByteLevelBpe, MergesInsideAWord) {
  EXPECT_THAT(gpt2(sample())->encode("the thex"), ElementsAre(257, 258, 'x'));
}

TEST(ByteLevelBpe, DoesNotMergeAcrossWords) {
  EXPECT_THAT(gpt2(byte_level_vocabulary({"e Ġ"}))->encode("e e"), ElementsAre('e', ' ', 'e'));
}

TEST(ByteLevelBpe, TheEarlierMergeGoesFirst) {
  EXPECT_THAT(gpt2(byte_level_vocabulary({"a b", "b c"}))->encode("abc"), ElementsAre(256, 'c'));
  EXPECT_THAT(gpt2(byte_level_vocabulary({"b c", "a b"}))->encode("abc"), ElementsAre('a', 256));
}

TEST(ByteLevelBpe, ABytePerCharacterOfOtherScriptsIsMergedToo) {
  EXPECT_THAT(gpt2(byte_level_vocabulary({"Ã ©"}))->encode("é"), ElementsAre(256));
  EXPECT_THAT(gpt2(sample())->encode("é"), ElementsAre(0xC3, 0xA9));
}

TEST(ByteLevelBpe, AnyBytesComeBack) {
  const auto tokenizer = gpt2(sample());
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    for (const std::string& text :
         {text_samples::random_text(seed), text_samples::random_bytes(seed)}) {
      const Ids ids = tokenizer->encode(text);
      EXPECT_EQ(tokenizer->decode(ids), text);
      EXPECT_EQ(text_samples::joined_pieces(*tokenizer, ids), text);
    }
  }
}

TEST(ByteLevelBpe, WithNfcTheNormalFormComesBack) {
  const auto tokenizer = make_byte_level_bpe(sample(), pre_tokenization("qwen2", "f"));
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("e\u0301")), "é");
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    for (const std::string& text :
         {text_samples::random_text(seed), text_samples::random_bytes(seed)}) {
      EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), normal_form_c(text));
    }
  }
}

TEST(ByteLevelBpe, AByteThatIsNoUtf8IsAWordOfItsOwn) {
  const auto tokenizer = gpt2(byte_level_vocabulary({"ÿ ÿ", "a ÿ"}));
  EXPECT_THAT(tokenizer->encode("a\xFF\xFF"), ElementsAre('a', 0xFF, 0xFF));
}

TEST(ByteLevelBpe, AVeryLongWordTakesNoTime) {
  BpeVocabulary vocabulary = byte_level_vocabulary({"a a", "aa aa", "aaaa aaaa"});
  EXPECT_THAT(gpt2(vocabulary)->encode(std::string(1 << 18, 'a')), SizeIs(1 << 15));
}

TEST(ByteLevelBpe, SpecialTokensHaveNoTextAndAreNotFound) {
  BpeVocabulary vocabulary = sample();
  vocabulary.kinds.assign(vocabulary.tokens.size(), TokenKind::kNormal);
  vocabulary.tokens.push_back("<end>");
  vocabulary.kinds.push_back(TokenKind::kControl);
  vocabulary.begin = 261;
  vocabulary.ends = {261, 9999};
  const auto tokenizer = gpt2(vocabulary);
  EXPECT_EQ(tokenizer->vocab_size(), 262);
  EXPECT_EQ(tokenizer->decode(Ids{'a', 261, 'b'}), "ab");
  EXPECT_EQ(tokenizer->piece(261), "");
  EXPECT_THAT(tokenizer->encode("<end>"), SizeIs(5));
  EXPECT_EQ(tokenizer->begin_of_text(), 261);
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(261, 9999));
}

TEST(ByteLevelBpe, UserDefinedTokensAreFoundBeforeAnyMerge) {
  BpeVocabulary vocabulary = sample();
  vocabulary.kinds.assign(vocabulary.tokens.size(), TokenKind::kNormal);
  vocabulary.tokens.push_back("   ");
  vocabulary.kinds.push_back(TokenKind::kUserDefined);
  const auto tokenizer = gpt2(vocabulary);
  EXPECT_THAT(tokenizer->encode("a    the"), ElementsAre('a', 261, 258));
  EXPECT_EQ(tokenizer->decode(Ids{'a', 261}), "a   ");
}

TEST(ByteLevelBpe, IdsThatAreNoTokensHaveNoText) {
  const auto tokenizer = gpt2(sample());
  EXPECT_EQ(tokenizer->decode(Ids{-1, 'a', 100'000, INT32_MIN}), "a");
  EXPECT_EQ(tokenizer->piece(-1), "");
  EXPECT_EQ(tokenizer->piece(261), "");
  EXPECT_EQ(tokenizer->piece(260), "\n\n");
}

TEST(ByteLevelBpe, AWordThatIsATokenNeedsNoMergeWhereMergesAreIgnored) {
  BpeVocabulary vocabulary = sample();
  vocabulary.tokens.push_back("then");
  EXPECT_THAT(gpt2(vocabulary)->encode("then"), ElementsAre(257, 'n'));
  vocabulary.ignore_merges = true;
  EXPECT_THAT(gpt2(vocabulary)->encode("then"), ElementsAre(261));
  EXPECT_THAT(gpt2(vocabulary)->encode("thenx"), ElementsAre(257, 'n', 'x'));
}

TEST(ByteLevelBpe, AByteWithoutATokenIsUnknownOrNothing) {
  BpeVocabulary vocabulary{.file = "f", .tokens = {"a", "b", "?"}};
  EXPECT_THAT(gpt2(vocabulary)->encode("axb"), ElementsAre(0, 1));
  vocabulary.kinds = {TokenKind::kNormal, TokenKind::kNormal, TokenKind::kUnknown};
  EXPECT_THAT(gpt2(vocabulary)->encode("axb"), ElementsAre(0, 2, 1));
  EXPECT_EQ(gpt2(vocabulary)->decode(Ids{0, 2, 1}), "ab");
}

TEST(ByteLevelBpe, WithoutPatternsTheTextIsOneWord) {
  EXPECT_THAT(make_byte_level_bpe(byte_level_vocabulary({"e Ġ"}), {})->encode("e e"),
              ElementsAre(256, 'e'));
}

TEST(ByteLevelBpe, PatternsAreAppliedOneAfterTheOther) {
  const BpeVocabulary vocabulary = byte_level_vocabulary({"a b", "ab 1", "1 1"});
  EXPECT_THAT(make_byte_level_bpe(vocabulary, {.patterns = {"1+"}})->encode("ab11"),
              ElementsAre(256, 258));
  EXPECT_THAT(make_byte_level_bpe(vocabulary, {.patterns = {"1+", "1|b"}})->encode("ab11"),
              ElementsAre('a', 'b', '1', '1'));
}

TEST(ByteLevelBpe, NothingIsNoTokens) { EXPECT_THAT(gpt2(sample())->encode(""), IsEmpty()); }

TEST(ByteLevelBpe, OfEqualMergesTheLastCounts) {
  BpeVocabulary vocabulary = byte_level_vocabulary({"a b", "b c"});
  vocabulary.merges.emplace_back("a", "b");
  EXPECT_THAT(gpt2(vocabulary)->encode("abc"), ElementsAre('a', 257));
}

TEST(ByteLevelBpe, AMergeOfNoTokensIsRefused) {
  BpeVocabulary vocabulary = sample();
  vocabulary.merges.emplace_back("q", "q");
  EXPECT_THAT(support::input_error_of([&] { gpt2(vocabulary); }),
              HasSubstr("vocab: merges: expected merges of tokens to a token, found qq"));
  vocabulary.merges.back() = {"qq", "h"};
  EXPECT_THAT(support::input_error_of([&] { gpt2(vocabulary); }), HasSubstr("found"));
}

TEST(ByteLevelBpe, AVocabularyThatDoesNotFitItselfIsRefused) {
  BpeVocabulary vocabulary = sample();
  vocabulary.kinds = {TokenKind::kNormal};
  EXPECT_THAT(support::input_error_of([&] { gpt2(vocabulary); }), HasSubstr("261 tokens"));
  EXPECT_THAT(support::input_error_of([] { gpt2({.file = "f", .tokens = {}}); }),
              HasSubstr("f: expected a vocabulary with tokens"));
}

TEST(SplitMerge, NeedsASpaceInTheMiddle) {
  EXPECT_EQ(split_merge("a b", "f"), std::pair(std::string("a"), std::string("b")));
  EXPECT_EQ(split_merge("  b", "f"), std::pair(std::string(" "), std::string("b")));
  for (const char* const bad : {"", "a", "ab", "a ", " b"}) {
    EXPECT_THAT(support::input_error_of([&] { split_merge(bad, "f"); }), HasSubstr("f: merges"))
        << bad;
  }
}

}  // namespace
}  // namespace mllm_npu
