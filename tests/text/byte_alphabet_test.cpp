#include "engine/text/byte_alphabet.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/text/byte_piece.h"

namespace mllm_npu {
namespace {

TEST(ByteAlphabet, HasGpt2sLetters) {
  EXPECT_EQ(byte_letter('a'), "a");
  EXPECT_EQ(byte_letter('!'), "!");
  EXPECT_EQ(byte_letter('~'), "~");
  EXPECT_EQ(byte_letter(' '), "Ġ");
  EXPECT_EQ(byte_letter('\n'), "Ċ");
  EXPECT_EQ(byte_letter(0), "Ā");
  EXPECT_EQ(byte_letter(0x7F), "ġ");
  EXPECT_EQ(byte_letter(0xA0), "ł");
  EXPECT_EQ(byte_letter(0xAD), "Ń");
  EXPECT_EQ(byte_letter(0xE9), "é");
  EXPECT_EQ(byte_letter(0xFF), "ÿ");
}

TEST(ByteAlphabet, EveryByteHasALetterOfItsOwnThatLeadsBack) {
  std::set<std::string> letters;
  for (int byte = 0; byte < 256; ++byte) {
    const std::string letter = byte_letter(static_cast<std::uint8_t>(byte));
    EXPECT_TRUE(letters.insert(letter).second) << byte;
    EXPECT_EQ(bytes_of_letters(letter), std::string(1, static_cast<char>(byte)));
  }
}

TEST(ByteAlphabet, SpellsWords) {
  EXPECT_EQ(bytes_of_letters("Ġthe"), " the");
  EXPECT_EQ(bytes_of_letters("Ã©"), "é");
  EXPECT_EQ(bytes_of_letters(""), "");
}

TEST(ByteAlphabet, OtherCharactersSpellNothing) {
  EXPECT_EQ(bytes_of_letters("a b"), std::nullopt);
  EXPECT_EQ(bytes_of_letters("漢"), std::nullopt);
  EXPECT_EQ(bytes_of_letters("\u0144"), std::nullopt);  // the one after the last letter
  EXPECT_EQ(bytes_of_letters("\u00AD"), std::nullopt);
  EXPECT_EQ(bytes_of_letters("\xC4"), std::nullopt);
  EXPECT_EQ(bytes_of_letters("\xC4z"), std::nullopt);
}

TEST(BytePiece, IsSpelledInTwoHexDigits) {
  EXPECT_EQ(byte_of_piece("<0x00>"), 0);
  EXPECT_EQ(byte_of_piece("<0x0A>"), 10);
  EXPECT_EQ(byte_of_piece("<0xff>"), 255);
}

TEST(BytePiece, NothingElseIsOne) {
  for (const char* const text : {"", "<0x0>", "<0x000>", "<0xG0>", "<0x0G>", "<0x-1>", "<0x 1>",
                                 "(0x00>", "<0x00)", "<0y00>"}) {
    EXPECT_EQ(byte_of_piece(text), std::nullopt) << text;
  }
}

TEST(Replaced, GoesFromTheLeftAndNotIntoWhatItWrote) {
  EXPECT_EQ(replaced("a  b ", " ", "▁"), "a▁▁b▁");
  EXPECT_EQ(replaced("aaa", "aa", "b"), "ba");
  EXPECT_EQ(replaced("ab", "a", "aa"), "aab");
  EXPECT_EQ(replaced("", "a", "b"), "");
}

}  // namespace
}  // namespace mllm_npu
