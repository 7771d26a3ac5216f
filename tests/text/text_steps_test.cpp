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

TEST(WithoutSpace, LosesItBefore) { EXPECT_EQ(without_space_before(" \u00a0a "), "a "); }

TEST(LowerCase, LowersEveryCharacter) {
  EXPECT_EQ(lower_case("A \u00c9b\u03a3"), "a \u00e9b\u03c3");
  EXPECT_EQ(lower_case("A\xff"), "a\xff");
}

TEST(WordsOf, AreWhatStandsBetweenSpace) {
  using Words = std::vector<std::string_view>;
  EXPECT_EQ(words_of(" a\u2003bc\n\td "), (Words{"a", "bc", "d"}));
  EXPECT_EQ(words_of("a\xff"), Words{"a\xff"});
  EXPECT_EQ(words_of(" \n"), Words{});
}

TEST(WithoutWords, PutsABlankForEachThatStandsAlone) {
  EXPECT_EQ(without_words("the cat, a.an", {"the", "a", "an"}), "  cat,  . ");
  EXPECT_EQ(without_words("bathe the1 a_ \u00e9a", {"the", "a"}), "bathe the1 a_ \u00e9a");
  EXPECT_EQ(without_words("a\u2019s\xff"
                          "a",
                          {"a"}),
            " \u2019s\xff ");
}

TEST(CharacterCount, CountsCodePointsAndStrayBytes) {
  EXPECT_EQ(character_count(""), 0U);
  EXPECT_EQ(character_count("a\u00e9\u4e2d\U0001f600"), 4U);
  EXPECT_EQ(character_count("a\xff\xff"), 3U);
}

}  // namespace
}  // namespace mllm_npu
