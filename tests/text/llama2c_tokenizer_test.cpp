#include "engine/text/llama2c_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ScoredVocabulary parse(const std::string& bytes) {
  return parse_llama2c_tokenizer(std::as_bytes(std::span(bytes)), "tok.bin");
}

std::string message(const std::string& bytes) {
  return support::input_error_of([&] { parse(bytes); });
}

ScoredVocabulary sample() { return text_samples::scored_vocabulary(text_samples::common_pieces()); }

TEST(Llama2cTokenizer, HasPiecesScoresAndKinds) {
  const ScoredVocabulary read = parse(text_samples::llama2c_bytes(sample()));
  const ScoredVocabulary written = sample();
  ASSERT_EQ(read.pieces.size(), written.pieces.size());
  for (std::size_t i = 0; i < read.pieces.size(); ++i) {
    EXPECT_EQ(read.pieces[i].text, written.pieces[i].text);
    EXPECT_EQ(read.pieces[i].score, written.pieces[i].score);
    EXPECT_EQ(read.pieces[i].kind, written.pieces[i].kind);
  }
}

TEST(Llama2cTokenizer, PromptsBeginWithOneAndEitherOfTwoEnds) {
  const ScoredVocabulary read = parse(text_samples::llama2c_bytes(sample()));
  EXPECT_EQ(read.begin, 1);
  EXPECT_THAT(read.ends, ElementsAre(2, 1));
  EXPECT_TRUE(read.add_space_prefix);
}

TEST(Llama2cTokenizer, EncodesAsTheVocabularyThatItWasWrittenFrom) {
  const auto read = make_scored_bpe(parse(text_samples::llama2c_bytes(sample())));
  const auto written = make_scored_bpe(sample());
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const std::string text = text_samples::random_text(seed);
    EXPECT_EQ(read->encode(text), written->encode(text));
  }
}

TEST(Llama2cTokenizer, ACutAnywhereButBetweenPiecesIsRefused) {
  const std::string bytes =
      text_samples::llama2c_bytes(text_samples::scored_vocabulary_without_bytes({"ab", "c"}));
  const std::size_t last = bytes.size() - 9;  // score, length and "c"
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const bool whole = size == last || size == last - 10;
    EXPECT_EQ(message(bytes.substr(0, size)) == "no error", whole) << size;
  }
  EXPECT_THAT(message(bytes.substr(0, last + 2)),
              HasSubstr("tok.bin: piece 4: expected 4 bytes, found 2 to the end of the file"));
}

TEST(Llama2cTokenizer, ALengthBeyondTheFileIsRefused) {
  std::string bytes = text_samples::llama2c_bytes(sample());
  bytes.replace(8, 4, "\xFF\xFF\xFF\xFF");
  EXPECT_THAT(message(bytes), HasSubstr("piece 0: expected 4294967295 bytes"));
}

TEST(Llama2cTokenizer, APieceLongerThanTheFileSaysIsRefused) {
  std::string bytes =
      text_samples::llama2c_bytes(text_samples::scored_vocabulary_without_bytes({"abc", "abcd"}));
  bytes[0] = 4;
  EXPECT_EQ(message(bytes), "no error");
  bytes[0] = 3;
  EXPECT_THAT(message(bytes), HasSubstr("piece 4: expected at most 3 bytes, found 4"));
}

TEST(Llama2cTokenizer, NeedsItsThreeSpecialPieces) {
  EXPECT_THAT(message(std::string(4, '\0')), HasSubstr("at least 3 pieces, found 0"));
  EXPECT_THAT(message(std::string(4 + 16, '\0')), HasSubstr("at least 3 pieces, found 2"));
  EXPECT_EQ(message(std::string(4 + 24, '\0')), "no error");
}

}  // namespace
}  // namespace mllm_npu
