#include "engine/text/scored_bpe.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using text_samples::add_piece;
using text_samples::Ids;
using text_samples::scored_vocabulary;
using text_samples::scored_vocabulary_without_bytes;

// The pieces that a text becomes.
std::vector<std::string> pieces(const ScoredVocabulary& vocabulary, std::string_view text) {
  std::vector<std::string> result;
  for (const TokenId id : make_scored_bpe(vocabulary)->encode(text)) {
    result.push_back(vocabulary.pieces[static_cast<std::size_t>(id)].text);
  }
  return result;
}

TEST(ScoredBpe, BeginsAsAfterASpace) {
  ScoredVocabulary vocabulary = scored_vocabulary({"▁a", "▁", "a"});
  EXPECT_THAT(pieces(vocabulary, "a a"), ElementsAre("▁a", "▁a"));
  vocabulary.add_space_prefix = false;
  EXPECT_THAT(pieces(vocabulary, "a a"), ElementsAre("a", "▁a"));
}

TEST(ScoredBpe, TheHighestScoreGoesFirst) {
  EXPECT_THAT(pieces(scored_vocabulary({"ab", "bc", "▁", "a", "b", "c"}), "abc"),
              ElementsAre("▁", "ab", "c"));
  EXPECT_THAT(pieces(scored_vocabulary({"bc", "ab", "▁", "a", "b", "c"}), "abc"),
              ElementsAre("▁", "a", "bc"));
}

TEST(ScoredBpe, OfEqualScoresTheLeftmostGoesFirst) {
  ScoredVocabulary vocabulary = scored_vocabulary({"bc", "ab", "▁", "a", "b", "c"});
  for (ScoredPiece& piece : vocabulary.pieces) piece.score = 1;
  EXPECT_THAT(pieces(vocabulary, "abc"), ElementsAre("▁", "ab", "c"));
}

TEST(ScoredBpe, APieceThatNoPairMakesIsNotFound) {
  EXPECT_THAT(pieces(scored_vocabulary({"abc", "▁", "a", "b", "c"}), "abc"),
              ElementsAre("▁", "a", "b", "c"));
}

TEST(ScoredBpe, ACharacterWithoutAPieceBecomesItsBytes) {
  EXPECT_THAT(pieces(scored_vocabulary({"▁"}), "é\n"),
              ElementsAre("▁", "<0xC3>", "<0xA9>", "<0x0A>"));
}

TEST(ScoredBpe, WithoutBytesARunOfSuchIsOneUnknown) {
  const ScoredVocabulary vocabulary = scored_vocabulary_without_bytes({"▁", "a"});
  EXPECT_THAT(pieces(vocabulary, "xya\xFFz"), ElementsAre("▁", "<unk>", "a", "<unk>"));
  EXPECT_EQ(make_scored_bpe(vocabulary)->decode(Ids{3, 0, 4}), "a");
}

TEST(ScoredBpe, WithoutAnUnknownPieceTheyAreLeftOut) {
  ScoredVocabulary vocabulary = scored_vocabulary_without_bytes({"▁", "a"});
  vocabulary.pieces[0].kind = TokenKind::kControl;
  EXPECT_THAT(pieces(vocabulary, "xya"), ElementsAre("▁", "a"));
}

TEST(ScoredBpe, ACharacterWithSomeOfItsBytesIsUnknown) {
  ScoredVocabulary vocabulary = scored_vocabulary_without_bytes({"▁"});
  add_piece("<0xC3>", TokenKind::kByte, vocabulary);
  EXPECT_THAT(pieces(vocabulary, "é"), ElementsAre("▁", "<unk>"));
}

TEST(ScoredBpe, ControlPiecesAreNotFoundAndHaveNoText) {
  const ScoredVocabulary vocabulary = scored_vocabulary(text_samples::common_pieces());
  const auto tokenizer = make_scored_bpe(vocabulary);
  for (const TokenId id : tokenizer->encode("<s></s><unk><0x41>")) EXPECT_GT(id, 2);
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("<s><0x41>")), "<s><0x41>");
  EXPECT_EQ(tokenizer->piece(1), "");
  EXPECT_EQ(tokenizer->begin_of_text(), 1);
  EXPECT_THAT(tokenizer->ends_of_text(), ElementsAre(2));
  EXPECT_THAT(encode_prompt(*tokenizer, "a"), ElementsAre(1, tokenizer->encode("a").front()));
}

TEST(ScoredBpe, UnusedPiecesAreNeverGiven) {
  ScoredVocabulary vocabulary = scored_vocabulary({"▁", "a", "b"});
  add_piece("ab", TokenKind::kUnused, vocabulary);
  EXPECT_THAT(pieces(vocabulary, "ab"), ElementsAre("▁", "a", "b"));
}

TEST(ScoredBpe, UserDefinedPiecesAreFoundFirstAndNotMerged) {
  ScoredVocabulary vocabulary = scored_vocabulary({"xab", "▁", "a", "b", "x"});
  const TokenId id = add_piece("ab", TokenKind::kUserDefined, vocabulary);
  EXPECT_THAT(pieces(vocabulary, "xab"), ElementsAre("▁", "x", "ab"));
  EXPECT_EQ(make_scored_bpe(vocabulary)->piece(id), "ab");
}

TEST(ScoredBpe, AnyBytesComeBackButForTheMark) {
  ScoredVocabulary vocabulary = scored_vocabulary(text_samples::common_pieces());
  for (const bool prefix : {true, false}) {
    vocabulary.add_space_prefix = prefix;
    const auto tokenizer = make_scored_bpe(vocabulary);
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

TEST(ScoredBpe, NothingIsNoTokens) {
  const auto tokenizer = make_scored_bpe(scored_vocabulary({"▁"}));
  EXPECT_THAT(tokenizer->encode(""), IsEmpty());
  EXPECT_EQ(tokenizer->decode({}), "");
}

TEST(ScoredBpe, AVeryLongRowOfOneCharacterTakesNoTime) {
  const auto tokenizer = make_scored_bpe(scored_vocabulary(text_samples::common_pieces()));
  EXPECT_THAT(tokenizer->encode(std::string(1 << 18, 'a')), SizeIs((1 << 16) + 1));
}

TEST(ScoredBpe, ABrokenVocabularyIsRefused) {
  const auto message = [](const ScoredVocabulary& vocabulary) {
    return support::input_error_of([&] { make_scored_bpe(vocabulary); });
  };
  EXPECT_THAT(message({.file = "f", .pieces = {}}), HasSubstr("f: expected pieces, found none"));
  ScoredVocabulary vocabulary = scored_vocabulary_without_bytes({"▁"});
  vocabulary.begin = 4;
  EXPECT_THAT(message(vocabulary), HasSubstr("begin of text: expected a piece, found 4"));
  vocabulary.begin = -1;
  EXPECT_THAT(message(vocabulary), HasSubstr("found -1"));
  vocabulary.begin = 3;
  EXPECT_EQ(message(vocabulary), "no error");
  vocabulary.pieces[3].score = NAN;
  EXPECT_THAT(message(vocabulary), HasSubstr("piece 3: expected a finite score"));
  vocabulary.pieces[3] = {"<0x0>", 0, TokenKind::kByte};
  EXPECT_THAT(message(vocabulary), HasSubstr("piece 3: expected <0x00> to <0xFF>, found <0x0>"));
  vocabulary.pieces[3] = {std::string(1024, 'a'), 0};
  EXPECT_EQ(message(vocabulary), "no error");
  vocabulary.pieces[3].text += 'a';
  EXPECT_THAT(message(vocabulary), HasSubstr("at most 1024 bytes, found 1025"));
}

}  // namespace
}  // namespace mllm_npu
