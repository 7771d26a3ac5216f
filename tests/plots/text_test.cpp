#include "plots/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/style.h"

namespace mllm_npu {
namespace {

TEST(Quoted, PlainTextStandsBetweenDoubleQuotes) {
  EXPECT_EQ(quoted("Qwen1.5-1.8B, 1024 tokens"), "\"Qwen1.5-1.8B, 1024 tokens\"");
  EXPECT_EQ(quoted(""), "\"\"");
}

TEST(Quoted, QuotesAndBackslashesCannotEndTheString) {
  EXPECT_EQ(quoted("a\"b"), R"("a\"b")");
  EXPECT_EQ(quoted("a\\"), R"("a\\")");
  EXPECT_EQ(quoted("\\\""), R"("\\\"")");
}

TEST(Quoted, WhatGnuplotWouldRunBecomesAnApostrophe) { EXPECT_EQ(quoted("`date`"), "\"'date'\""); }

TEST(Quoted, ANewlineStaysOneAndOtherControlCharactersAreBlanks) {
  EXPECT_EQ(quoted("a\nb"), R"("a\nb")");
  EXPECT_EQ(quoted(std::string("a\tb\rc\0d\x7f", 8)), "\"a b c d \"");
}

TEST(Quoted, LettersOfSeveralBytesStay) { EXPECT_EQ(quoted("m × k"), "\"m × k\""); }

TEST(FileStem, KeepsLettersDigitsPointsAndSigns) {
  EXPECT_EQ(file_stem("out-of-order+2.5X"), "out-of-order+2.5X");
}

TEST(FileStem, ReplacesEveryOtherByte) {
  EXPECT_EQ(file_stem("../a b\\\"c\n"), ".._a_b__c_");
  EXPECT_EQ(file_stem("×"), "__");
}

TEST(ValueLabel, HasAboutThreeDigits) {
  EXPECT_EQ(value_label(252.4), "252");
  EXPECT_EQ(value_label(42.04), "42.0");
  EXPECT_EQ(value_label(4.24), "4.2");
  EXPECT_EQ(value_label(0.424), "0.42");
  EXPECT_EQ(value_label(0.0424), "0.042");
  EXPECT_EQ(value_label(0), "0");
}

TEST(ValueLabel, LosesADigitJustWhereRoundingWouldAddOne) {
  EXPECT_EQ(value_label(99.94), "99.9");
  EXPECT_EQ(value_label(99.96), "100");
  EXPECT_EQ(value_label(0.9499), "0.95");
  EXPECT_EQ(value_label(0.95), "0.9");  // 0.95 as a double lies below
  EXPECT_EQ(value_label(0.0949), "0.095");
  EXPECT_EQ(value_label(0.096), "0.10");
}

TEST(ValueLabel, ANegativeValueIsItsOppositeWithASign) { EXPECT_EQ(value_label(-4.24), "-4.2"); }

TEST(ValueLabel, TheLargestValueThatIsDrawnFits) {
  EXPECT_EQ(value_label(1e15), "1000000000000000");
}

TEST(TextWidth, GrowsWithEveryLetter) {
  EXPECT_EQ(text_width(""), 0);
  EXPECT_DOUBLE_EQ(text_width("aa"), 2 * text_width("a"));
  EXPECT_GT(text_width("m"), text_width("a"));
  EXPECT_LT(text_width("i"), text_width("a"));
}

TEST(TextWidth, IsTheWidestLineS) {
  EXPECT_EQ(text_width("i\nmmm\naa"), text_width("mmm"));
  EXPECT_EQ(text_width("mmm\n"), text_width("mmm"));
}

TEST(TextWidth, ALetterOfSeveralBytesIsOneLetter) {
  EXPECT_LT(text_width("×"), 1.5 * text_width("a"));
}

TEST(Wrapped, TextThatFitsStaysOneLine) {
  EXPECT_EQ(wrapped("out-of-order", text_width("out-of-order")), "out-of-order");
}

TEST(Wrapped, BreaksAfterHyphensOnceItIsTooWide) {
  EXPECT_EQ(wrapped("out-of-order", text_width("out-of-order") - 0.01), "out-of-\norder");
  EXPECT_EQ(wrapped("out-of-order", text_width("order")), "out-\nof-\norder");
}

TEST(Wrapped, ABlankGoesWhereALineEnds) {
  EXPECT_EQ(wrapped("64 ×2048", text_width("×2048")), "64\n×2048");
}

TEST(Wrapped, APieceThatCannotBreakStaysWhole) {
  EXPECT_EQ(wrapped("mistral", 1), "mistral");
  EXPECT_EQ(wrapped("a mistral", 1), "a\nmistral");
}

TEST(Wrapped, NoLetterIsLost) {
  std::string joined = wrapped("a b-c  d- e", 1);
  std::erase(joined, '\n');
  std::erase(joined, ' ');
  EXPECT_EQ(joined, "ab-cd-e");
}

}  // namespace
}  // namespace mllm_npu
