#include "engine/text/text_steps.h"

#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

TEST(WithoutSpace, LosesItBehindOrAround) {
  EXPECT_EQ(without_space_behind(" a b \t\r\n\v\f"), " a b");
  EXPECT_EQ(without_space_around(" \n a b \t"), "a b");
  EXPECT_EQ(without_space_around(" \n "), "");
  EXPECT_EQ(without_space_behind(""), "");
}

TEST(WithoutSpace, KnowsUnicodesSpacesAsPythonDoes) {
  // No-break, em, line separator, ideographic, and the information separators of ASCII.
  EXPECT_EQ(without_space_around("\u00a0\u2003x\u2028\u3000\x1c\x1f"), "x");
  // The zero width space is none.
  EXPECT_EQ(without_space_around("x\u200b"), "x\u200b");
}

TEST(WithoutSpace, KeepsBytesThatAreNoText) {
  EXPECT_EQ(without_space_around(" \xff\xa0 "), "\xff\xa0");
}

TEST(Capitalized, RaisesTheFirstCharacterAndLowersTheOthers) {
  EXPECT_EQ(capitalized("the man in the USA"), "The man in the usa");
  EXPECT_EQ(capitalized("\u00e9T\u00c9"), "\u00c9t\u00e9");
  EXPECT_EQ(capitalized("1A\xff"), "1a\xff");
  EXPECT_EQ(capitalized(""), "");
}

TEST(CharacterCount, CountsCodePointsAndStrayBytes) {
  EXPECT_EQ(character_count(""), 0U);
  EXPECT_EQ(character_count("a\u00e9\u4e2d\U0001f600"), 4U);
  EXPECT_EQ(character_count("a\xff\xff"), 3U);
}

}  // namespace
}  // namespace mllm_npu
