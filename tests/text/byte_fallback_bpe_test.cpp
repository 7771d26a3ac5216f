#include "engine/text/byte_fallback_bpe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using text_samples::add_merges;
using text_samples::Ids;

// As LLaMA's conversion has it.
SpaceEscapes llama() {
  return {
      .normalizer = {{"", "▁"}, {" ", "▁"}}, .decoder = {{"▁", " "}}, .drops_first_space = true};
}

// <unk> <s> </s>, letters from id 3 on, then `merges`, then the bytes where `bytes` says so.
BpeVocabulary vocabulary(const std::vector<std::string>& merges, bool bytes) {
  BpeVocabulary result;
  result.file = "f";
  result.tokens = {"<unk>", "<s>", "</s>", "▁", "a", "b", "c", "t", "h", "e", "n", "漢", "\n"};
  result.kinds.assign(result.tokens.size(), TokenKind::kNormal);
  result.kinds[0] = TokenKind::kUnknown;
  result.kinds[1] = result.kinds[2] = TokenKind::kControl;
  add_merges(merges, result);
  for (const ScoredPiece& piece : text_samples::scored_vocabulary({}).pieces) {
    if (!bytes || piece.kind != TokenKind::kByte) continue;
    result.tokens.push_back(piece.text);
    result.kinds.push_back(TokenKind::kByte);
  }
  return result;
}

std::vector<std::string> tokens(const BpeVocabulary& vocabulary, const SpaceEscapes& escapes,
                                std::string_view text) {
  std::vector<std::string> result;
  for (const TokenId id : make_byte_fallback_bpe(vocabulary, escapes)->encode(text)) {
    result.push_back(vocabulary.tokens[static_cast<std::size_t>(id)]);
  }
  return result;
}

std::vector<std::string> llama_merges() {
  return {"h e", "t he", "▁ the", "▁ ▁", "▁ a", "the n", "▁the n"};
}

TEST(ByteFallbackBpe, MergesTheWholeTextByRank) {
  EXPECT_THAT(tokens(vocabulary(llama_merges(), false), llama(), "then a"),
              ElementsAre("▁then", "▁a"));
  EXPECT_THAT(tokens(vocabulary({"a ▁", "a▁ b"}, false), llama(), "a b"), ElementsAre("▁", "a▁b"));
}

TEST(ByteFallbackBpe, TheEarlierMergeGoesFirst) {
  EXPECT_THAT(tokens(vocabulary({"a b", "b c"}, false), llama(), "abc"),
              ElementsAre("▁", "ab", "c"));
  EXPECT_THAT(tokens(vocabulary({"b c", "a b"}, false), llama(), "abc"),
              ElementsAre("▁", "a", "bc"));
}

TEST(ByteFallbackBpe, ACharacterWithoutATokenBecomesItsBytes) {
  EXPECT_THAT(tokens(vocabulary({}, true), llama(), "é漢"),
              ElementsAre("▁", "<0xC3>", "<0xA9>", "漢"));
}

TEST(ByteFallbackBpe, WithoutBytesARunOfSuchIsOneUnknownOrOneEach) {
  SpaceEscapes escapes = llama();
  EXPECT_THAT(tokens(vocabulary({}, false), escapes, "xyaz"),
              ElementsAre("▁", "<unk>", "a", "<unk>"));
  escapes.fuse_unknown = false;
  EXPECT_THAT(tokens(vocabulary({}, false), escapes, "xya"),
              ElementsAre("▁", "<unk>", "<unk>", "a"));
}

TEST(ByteFallbackBpe, BytesAreOnlyUsedWhereTheModelSaysSo) {
  SpaceEscapes escapes = llama();
  escapes.byte_fallback = false;
  EXPECT_THAT(tokens(vocabulary({}, true), escapes, "é"), ElementsAre("▁", "<unk>"));
}

TEST(ByteFallbackBpe, AnyBytesComeBackButForTheMark) {
  SpaceEscapes escapes = llama();
  for (const bool prefix : {true, false}) {
    if (!prefix) escapes = {.normalizer = {{" ", "▁"}}, .decoder = {{"▁", " "}}};
    const auto tokenizer = make_byte_fallback_bpe(vocabulary(llama_merges(), true), escapes);
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      for (const std::string& text :
           {text_samples::random_text(seed), text_samples::random_bytes(seed)}) {
        const Ids ids = tokenizer->encode(text);
        EXPECT_EQ(tokenizer->decode(ids), text);
        const std::string space = prefix && !text.empty() ? " " : "";
        EXPECT_EQ(text_samples::joined_pieces(*tokenizer, ids), space + text);
      }
    }
    EXPECT_EQ(tokenizer->decode(tokenizer->encode("a▁b")), "a b");
  }
}

TEST(ByteFallbackBpe, MergesOfByteTokensReachAcrossCharacters) {
  const BpeVocabulary bytes = vocabulary({}, true);
  BpeVocabulary merged = bytes;
  merged.tokens.push_back("<0xA9><0xC3>");
  merged.kinds.push_back(TokenKind::kNormal);
  merged.merges.emplace_back("<0xA9>", "<0xC3>");
  EXPECT_THAT(tokens(merged, llama(), "éé"), ElementsAre("▁", "<0xC3>", "<0xA9><0xC3>", "<0xA9>"));
}

TEST(ByteFallbackBpe, UserDefinedTokensAreFoundInNormalizedText) {
  BpeVocabulary user = vocabulary(llama_merges(), false);
  user.tokens.push_back("<a b>");
  user.kinds.push_back(TokenKind::kUserDefined);
  EXPECT_THAT(tokens(user, llama(), "then<a b>a"), ElementsAre("▁then", "<a b>", "a"));
  const auto tokenizer = make_byte_fallback_bpe(user, llama());
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("a<a b>c")), "a<a b>c");
}

TEST(ByteFallbackBpe, SpecialTokensAreNotFoundAndHaveNoText) {
  const auto tokenizer = make_byte_fallback_bpe(vocabulary(llama_merges(), true), llama());
  for (const TokenId id : tokenizer->encode("<s></s><unk>")) EXPECT_GT(id, 2);
  EXPECT_EQ(tokenizer->decode(Ids{1, 4, 0, 5, 2}), "ab");
}

TEST(ByteFallbackBpe, TheFirstSpaceIsDroppedAlsoAfterASpecialToken) {
  const auto tokenizer = make_byte_fallback_bpe(vocabulary(llama_merges(), true), llama());
  EXPECT_EQ(tokenizer->decode(Ids{1, 3, 4}), "a");
  EXPECT_EQ(tokenizer->piece(3), " ");
}

TEST(ByteFallbackBpe, AWholeTextThatIsATokenNeedsNoMergeWhereMergesAreIgnored) {
  BpeVocabulary ignoring = vocabulary({}, false);
  ignoring.tokens.push_back("▁abc");
  ignoring.kinds.push_back(TokenKind::kNormal);
  EXPECT_THAT(tokens(ignoring, llama(), "abc"), ElementsAre("▁", "a", "b", "c"));
  ignoring.ignore_merges = true;
  EXPECT_THAT(tokens(ignoring, llama(), "abc"), ElementsAre("▁abc"));
}

TEST(ByteFallbackBpe, ReplacementsAreAppliedInTheirOrder) {
  EXPECT_THAT(tokens(vocabulary({}, false), {.normalizer = {{"x", "y"}, {"y", "a"}}}, "xyb"),
              ElementsAre("a", "a", "b"));
  EXPECT_THAT(tokens(vocabulary({}, false), {.normalizer = {{"", "c"}}}, ""), IsEmpty());
}

TEST(ByteFallbackBpe, ReplacementsThatLengthenATextTooFarAreRefused) {
  const auto message = [](const SpaceEscapes& escapes) {
    return support::input_error_of([&] { make_byte_fallback_bpe(vocabulary({}, false), escapes); });
  };
  EXPECT_EQ(message({.normalizer = {{"a", "bbbb"}}}), "no error");
  EXPECT_THAT(message({.normalizer = {{"a", "bbbbb"}}}),
              HasSubstr("f: replacements: expected texts at most four times as long"));
  EXPECT_EQ(message({.decoder = {{"a", "bb"}, {"b", "cc"}}}), "no error");
  EXPECT_THAT(message({.decoder = {{"a", "bb"}, {"b", "cc"}, {"c", "dd"}}}), HasSubstr("four"));
  EXPECT_EQ(message({.normalizer = {{"", std::string(16, 'x')}}}), "no error");
  EXPECT_THAT(message({.normalizer = {{"", std::string(17, 'x')}}}), HasSubstr("four"));
}

TEST(ByteFallbackBpe, ABrokenVocabularyIsRefused) {
  BpeVocabulary broken = vocabulary({}, false);
  broken.kinds[5] = TokenKind::kByte;
  EXPECT_THAT(support::input_error_of([&] { make_byte_fallback_bpe(broken, llama()); }),
              HasSubstr("f: byte token: expected <0x00> to <0xFF>, found b"));
  broken.kinds.pop_back();
  EXPECT_THAT(support::input_error_of([&] { make_byte_fallback_bpe(broken, llama()); }),
              HasSubstr("12 kinds"));
}

}  // namespace
}  // namespace mllm_npu
