#include "engine/text/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/random.h"
#include "tests/text/tokenizer_samples.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> stretches(std::string_view text) {
  std::vector<std::string> parts;
  for (const Utf8Stretch& stretch : utf8_stretches(text)) {
    parts.push_back((stretch.valid ? "+" : "-") + std::string(stretch.text));
  }
  return parts;
}

TEST(Utf8, CharactersHaveOneToFourBytes) {
  EXPECT_EQ(utf8_size("a", 0), 1u);
  EXPECT_EQ(utf8_size("é", 0), 2u);
  EXPECT_EQ(utf8_size("x漢", 1), 3u);
  EXPECT_EQ(utf8_size("🦙", 0), 4u);
  EXPECT_EQ(utf8_size(std::string_view("\0", 1), 0), 1u);
}

TEST(Utf8, WhatIsNoCharacterHasNoSize) {
  EXPECT_EQ(utf8_size("\x80", 0), 0u);              // a continuation
  EXPECT_EQ(utf8_size("\xC3", 0), 0u);              // cut
  EXPECT_EQ(utf8_size("\xC0\x80", 0), 0u);          // longer than it must be
  EXPECT_EQ(utf8_size("\xED\xA0\x80", 0), 0u);      // a surrogate
  EXPECT_EQ(utf8_size("\xF4\x90\x80\x80", 0), 0u);  // beyond U+10FFFF
  EXPECT_EQ(utf8_size("\xFF", 0), 0u);
}

TEST(Utf8, ATextIsUtf8OrNot) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("aé漢🦙"));
  EXPECT_FALSE(is_utf8("a\xE6\xBC"));
  EXPECT_FALSE(is_utf8("\xFF"));
}

TEST(Utf8, StretchesAreLongAndOtherBytesStandAlone) {
  EXPECT_THAT(stretches(""), ElementsAre());
  EXPECT_THAT(stretches("aé"), ElementsAre("+aé"));
  EXPECT_THAT(stretches("a\xFF\xFEé"), ElementsAre("+a", "-\xFF", "-\xFE", "+é"));
  EXPECT_THAT(stretches("\xE6\xBC"), ElementsAre("-\xE6", "-\xBC"));
}

TEST(Utf8, StretchesTogetherAreTheText) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::string text = text_samples::random_bytes(seed);
    std::string joined;
    for (const Utf8Stretch& stretch : utf8_stretches(text)) {
      EXPECT_EQ(is_utf8(stretch.text), stretch.valid);
      joined += stretch.text;
    }
    EXPECT_EQ(joined, text);
  }
}

TEST(NormalFormC, ComposesWhatCanBeComposed) {
  EXPECT_EQ(normal_form_c("plain"), "plain");
  EXPECT_EQ(normal_form_c("e\u0301"), "é");
  EXPECT_EQ(normal_form_c("\u2126"), "\u03A9");              // Ohm is omega
  EXPECT_EQ(normal_form_c("\u1112\u1161\u11AB"), "\uD55C");  // Hangul from its parts
  EXPECT_EQ(normal_form_c("\u0958"), "\u0915\u093C");        // excluded from composition
  EXPECT_EQ(normal_form_c("ﬁ"), "ﬁ");                        // compatibility is another form
}

TEST(NormalFormC, OrdersMarksByTheirClass) {
  EXPECT_EQ(normal_form_c("q\u0307\u0323"), "q\u0323\u0307");
  EXPECT_EQ(normal_form_c("q\u0323\u0307"), "q\u0323\u0307");
  EXPECT_EQ(normal_form_c("\u0307\u0323"), "\u0323\u0307");  // with no base
}

TEST(NormalFormC, LeavesOtherBytesAsTheyAre) {
  EXPECT_EQ(normal_form_c("e\u0301\xFF"
                          "e\u0301\xE6\xBC"),
            "é\xFFé\xE6\xBC");
  EXPECT_EQ(normal_form_c("e\xFF\u0301"), "e\xFF\u0301");
}

TEST(NormalFormC, OfANormalFormIsItself) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::string normal = normal_form_c(text_samples::random_text(seed));
    EXPECT_EQ(normal_form_c(normal), normal);
  }
}

TEST(NormalFormC, ALongRowOfMarksTakesNoTime) {
  std::string marks = "a";
  std::string normal = "\u1EA1";  // a with the dot below
  for (int i = 0; i < 50'000; ++i) marks += "\u0301\u0323";
  for (int i = 1; i < 50'000; ++i) normal += "\u0323";
  for (int i = 0; i < 50'000; ++i) normal += "\u0301";
  EXPECT_EQ(normal_form_c(marks), normal);
}

}  // namespace
}  // namespace mllm_npu
