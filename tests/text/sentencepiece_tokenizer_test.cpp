#include "engine/text/sentencepiece_tokenizer.h"

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
using text_samples::add_piece;
using text_samples::bpe_model;
using text_samples::common_pieces;
using text_samples::Ids;
using text_samples::scored_vocabulary;
using text_samples::scored_vocabulary_without_bytes;

std::unique_ptr<Tokenizer> library(const ScoredVocabulary& vocabulary) {
  return make_sentencepiece_tokenizer(bpe_model(vocabulary));
}

// Texts of some length, so that the library gets them in parts.
std::string long_text(std::uint64_t seed) {
  std::string text;
  for (std::uint64_t i = 0; i < 20; ++i) text += text_samples::random_text(100 * seed + i);
  return text;
}

TEST(SentencePieceTokenizer, Utf8ComesBackButForTheMark) {
  ScoredVocabulary vocabulary = scored_vocabulary(common_pieces());
  for (const bool prefix : {true, false}) {
    vocabulary.add_space_prefix = prefix;
    const auto tokenizer = library(vocabulary);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const std::string text = long_text(seed);
      const Ids ids = tokenizer->encode(text);
      EXPECT_EQ(tokenizer->decode(ids), text);
      EXPECT_EQ(text_samples::joined_pieces(*tokenizer, ids), (prefix ? " " : "") + text);
    }
    EXPECT_EQ(tokenizer->decode(tokenizer->encode("a▁b")), "a b");
  }
}

TEST(SentencePieceTokenizer, IsOneTokenizerWithScoredBpe) {
  std::vector<ScoredVocabulary> vocabularies = {scored_vocabulary(common_pieces()),
                                                scored_vocabulary_without_bytes(common_pieces())};
  vocabularies.push_back(vocabularies[1]);
  add_piece("then", TokenKind::kUserDefined, vocabularies[2]);
  add_piece("▁▁▁", TokenKind::kUserDefined, vocabularies[2]);
  vocabularies.push_back(vocabularies[0]);
  vocabularies[3].add_space_prefix = false;
  for (const ScoredVocabulary& vocabulary : vocabularies) {
    const auto theirs = library(vocabulary);
    const auto ours = make_scored_bpe(vocabulary);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      EXPECT_EQ(ours->encode(long_text(seed)), theirs->encode(long_text(seed)));
    }
    EXPECT_EQ(ours->encode("the▁then"), theirs->encode("the▁then"));
  }
}

TEST(SentencePieceTokenizer, CuttingALongTextChangesNothing) {
  // A model that removes extra spaces is given whole texts; these texts have none.
  SentencePieceModel whole = bpe_model(scored_vocabulary(common_pieces()));
  whole.removes_extra_spaces = true;
  std::string text;
  for (int i = 0; i < 200; ++i) text += (i == 0 ? "the" : " then aaa漢字 éx");
  EXPECT_EQ(library(whole.vocabulary)->encode(text),
            make_sentencepiece_tokenizer(whole)->encode(text));
}

TEST(SentencePieceTokenizer, ARunOfUnknownCharactersIsOneTokenAlsoAcrossACut) {
  const auto tokenizer = library(scored_vocabulary_without_bytes({"▁", "a"}));
  std::string unknown;
  for (int i = 0; i < 1000; ++i) unknown += "xyz";
  EXPECT_THAT(tokenizer->encode(unknown + "a"), ElementsAre(3, 0, 4));
}

TEST(SentencePieceTokenizer, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
  const auto tokenizer = library(scored_vocabulary(common_pieces()));
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("a\xFF\xE6\xBC")), "a\uFFFD\uFFFD\uFFFD");
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::string text = text_samples::random_bytes(seed);
    EXPECT_TRUE(is_utf8(tokenizer->decode(tokenizer->encode(text))));
  }
}

TEST(SentencePieceTokenizer, AModelMayRemoveExtraSpaces) {
  SentencePieceModel model = bpe_model(scored_vocabulary(common_pieces()));
  model.removes_extra_spaces = true;
  const auto tokenizer = make_sentencepiece_tokenizer(model);
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("  a   b  ")), "a b");
}

TEST(SentencePieceTokenizer, UnigramTakesTheLikeliestPieces) {
  SentencePieceModel model =
      bpe_model(scored_vocabulary_without_bytes({"▁a", "b", "c", "▁", "a", "ab", "bc", "▁abc"}));
  model.is_bpe = false;
  model.vocabulary.pieces[10].score = -20;  // ▁abc
  const auto tokenizer = make_sentencepiece_tokenizer(model);
  EXPECT_THAT(tokenizer->encode("abc"), ElementsAre(3, 4, 5));  // 0 - 1 - 2
  model.vocabulary.pieces[10].score = -1;
  EXPECT_THAT(make_sentencepiece_tokenizer(model)->encode("abc"), ElementsAre(10));
}

TEST(SentencePieceTokenizer, UnigramTextComesBack) {
  SentencePieceModel model = bpe_model(scored_vocabulary(common_pieces()));
  model.is_bpe = false;
  const auto tokenizer = make_sentencepiece_tokenizer(model);
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::string text = text_samples::random_text(seed);
    EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
  }
}

TEST(SentencePieceTokenizer, NothingIsNoTokens) {
  EXPECT_THAT(library(scored_vocabulary(common_pieces()))->encode(""), IsEmpty());
}

TEST(SentencePieceTokenizer, BeginAndEndAreTheVocabularys) {
  const auto tokenizer = library(scored_vocabulary(common_pieces()));
  EXPECT_EQ(tokenizer->begin_of_text(), 1);
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(2));
  EXPECT_EQ(tokenizer->piece(1), "");
}

TEST(SentencePieceTokenizer, WhatTheLibraryRefusesIsAnInputError) {
  SentencePieceModel model = bpe_model(scored_vocabulary_without_bytes({"a"}));
  model.byte_fallback = true;
  EXPECT_THAT(support::input_error_of([&] { make_sentencepiece_tokenizer(model); }),
              HasSubstr("pieces: expected a model that SentencePiece takes"));
}

}  // namespace
}  // namespace mllm_npu
