#include "engine/text/sentencepiece_file.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/text/protobuf.h"
#include "tests/support/input_error_of.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using text_samples::add_piece;
using text_samples::bpe_model;
using text_samples::scored_vocabulary_without_bytes;

SentencePieceModel parse(const std::string& bytes) {
  return parse_sentencepiece_model(bytes, "t.model");
}

std::string message(const std::string& bytes) {
  return support::input_error_of([&] { parse(bytes); });
}

SentencePieceModel sample() { return bpe_model(scored_vocabulary_without_bytes({"▁a", "b"})); }

std::string message_with(const ScoredPiece& piece) {
  SentencePieceModel model = sample();
  model.vocabulary.pieces.push_back(piece);
  return message(sentencepiece_bytes(model));
}

// The sample with another field in one of its parts: 2 trainer, 3 normalizer, 5 denormalizer.
std::string with_number(std::uint32_t part, std::uint32_t field, std::uint64_t value) {
  std::string more;
  put_number(field, value, more);
  std::string bytes = sentencepiece_bytes(sample());
  put_bytes(part, more, bytes);
  return bytes;
}

std::string with_bytes(std::uint32_t part, std::uint32_t field, std::string_view value) {
  std::string more;
  put_bytes(field, value, more);
  std::string bytes = sentencepiece_bytes(sample());
  put_bytes(part, more, bytes);
  return bytes;
}

TEST(SentencePieceFile, WhatIsWrittenReadsBack) {
  SentencePieceModel model = sample();
  add_piece("<u>", TokenKind::kUserDefined, model.vocabulary);
  model.vocabulary.add_space_prefix = false;
  model.removes_extra_spaces = true;
  model.byte_fallback = true;
  model.is_bpe = false;
  const SentencePieceModel read = parse(sentencepiece_bytes(model));
  EXPECT_FALSE(read.is_bpe);
  EXPECT_TRUE(read.byte_fallback);
  EXPECT_TRUE(read.removes_extra_spaces);
  EXPECT_FALSE(read.vocabulary.add_space_prefix);
  ASSERT_EQ(read.vocabulary.pieces.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(read.vocabulary.pieces[i].text, model.vocabulary.pieces[i].text);
    EXPECT_EQ(read.vocabulary.pieces[i].score, model.vocabulary.pieces[i].score);
    EXPECT_EQ(read.vocabulary.pieces[i].kind, model.vocabulary.pieces[i].kind);
  }
}

TEST(SentencePieceFile, BeginAndEndAreTheControlPiecesOfThatName) {
  const SentencePieceModel read = parse(sentencepiece_bytes(sample()));
  EXPECT_EQ(read.vocabulary.begin, 1);
  EXPECT_THAT(read.vocabulary.ends, ElementsAre(2));
  const SentencePieceModel renamed = parse(with_bytes(2, 46, "</s>"));
  EXPECT_EQ(renamed.vocabulary.begin, 2);
  EXPECT_EQ(parse(with_bytes(2, 46, "b")).vocabulary.begin, std::nullopt);  // a normal piece
}

TEST(SentencePieceFile, WhatAFileDoesNotSayIsAsTheFormatHasIt) {
  std::string piece;
  put_bytes(1, "<unk>", piece);
  put_number(3, 2, piece);
  std::string bytes;
  put_bytes(1, piece, bytes);
  const SentencePieceModel read = parse(bytes);
  EXPECT_FALSE(read.is_bpe);
  EXPECT_FALSE(read.byte_fallback);
  EXPECT_TRUE(read.removes_extra_spaces);
  EXPECT_TRUE(read.vocabulary.add_space_prefix);
  EXPECT_EQ(read.vocabulary.pieces[0].score, 0);
}

TEST(SentencePieceFile, UnknownFieldsArePassedOver) {
  EXPECT_EQ(message(with_number(2, 99, 7)), "no error");
  EXPECT_EQ(message(with_bytes(99, 1, "x")), "no error");
}

TEST(SentencePieceFile, APieceIsUtf8OfOneByteToOneKibibyte) {
  EXPECT_THAT(message_with({""}), HasSubstr("t.model: piece 5: expected UTF-8"));
  EXPECT_THAT(message_with({"\xFF"}), HasSubstr("expected UTF-8"));
  EXPECT_THAT(message_with({std::string("a\0b", 3)}), HasSubstr("expected UTF-8"));
  EXPECT_EQ(message_with({std::string(1024, 'a')}), "no error");
  EXPECT_THAT(message_with({std::string(1025, 'a')}), HasSubstr("at most 1024 bytes"));
}

TEST(SentencePieceFile, AScoreIsFinite) {
  EXPECT_THAT(message_with({"x", std::numeric_limits<float>::quiet_NaN()}), HasSubstr("finite"));
  EXPECT_THAT(message_with({"x", std::numeric_limits<float>::infinity()}), HasSubstr("finite"));
}

TEST(SentencePieceFile, EveryPieceIsThereOnceAndOneIsUnknown) {
  EXPECT_THAT(message_with({"b"}), HasSubstr("pieces: expected each once, found b again"));
  EXPECT_THAT(message_with({"<u2>", 0, TokenKind::kUnknown}), HasSubstr("one unknown piece"));
  EXPECT_THAT(message(""), HasSubstr("expected pieces, found none"));
}

TEST(SentencePieceFile, AControlPieceHasMoreThanOneCharacter) {
  EXPECT_THAT(message_with({"▁", 0, TokenKind::kControl}), HasSubstr("more than one character"));
  EXPECT_EQ(message_with({"▁x", 0, TokenKind::kControl}), "no error");
}

TEST(SentencePieceFile, AKindIsOneOfSix) {
  EXPECT_THAT(message_with({"x", 0, static_cast<TokenKind>(7)}), HasSubstr("a type from 1 to 6"));
  EXPECT_THAT(message_with({"x", 0, static_cast<TokenKind>(0)}), HasSubstr("a type from 1 to 6"));
  EXPECT_THAT(message_with({"x", 0, TokenKind::kByte}), HasSubstr("<0x00> to <0xFF>"));
}

TEST(SentencePieceFile, OnlyBpeAndUnigramAreTaken) {
  EXPECT_THAT(message(with_number(2, 3, 3)), HasSubstr("model_type: expected 1 (unigram) or 2"));
}

TEST(SentencePieceFile, AModelThatRewritesCharactersIsRefused) {
  EXPECT_THAT(message(with_bytes(3, 2, "trie")),
              HasSubstr("normalizer_spec: expected the identity, found a map of characters of 4"));
  EXPECT_THAT(message(with_bytes(5, 2, "trie")), HasSubstr("denormalizer_spec"));
  EXPECT_EQ(message(with_bytes(3, 2, "")), "no error");
  EXPECT_THAT(message(with_number(3, 5, 0)), HasSubstr("escape_whitespaces: expected true"));
  EXPECT_THAT(message(with_number(2, 24, 1)), HasSubstr("treat_whitespace_as_suffix"));
}

TEST(SentencePieceFile, ACutIsRefusedOrLeavesWholePieces) {
  const std::string bytes = sentencepiece_bytes(sample());
  int accepted = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (message(bytes.substr(0, size)) == "no error") ++accepted;
  }
  EXPECT_EQ(accepted, 6);  // after each of five pieces and the trainer's part
}

}  // namespace
}  // namespace mllm_npu
