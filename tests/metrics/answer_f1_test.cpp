#include "engine/metrics/answer_f1.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Strings = std::vector<std::string>;

TEST(AnswerWords, AreInLowerCaseWithoutPunctuationAndArticles) {
  EXPECT_THAT(answer_words("The cat, an apple_pie & A DOG!"),
              ElementsAre("cat", "applepie", "dog"));
  EXPECT_THAT(answer_words("theatre  another\tanthem"),
              ElementsAre("theatre", "another", "anthem"));
}

TEST(AnswerWords, LosePunctuationBeforeTheyAreToldApart) {
  EXPECT_THAT(answer_words("The U.S. of A."), ElementsAre("us", "of"));
  EXPECT_THAT(answer_words("t.h.e a-b"), ElementsAre("ab"));
}

TEST(AnswerWords, KnowUnicodeAsPythonDoes) {
  EXPECT_THAT(answer_words("\u00c9DOUARD\u2019s"), ElementsAre("\u00e9douard\u2019s"));
  EXPECT_THAT(answer_words("\u0391\u0392"), ElementsAre("\u03b1\u03b2"));
  EXPECT_THAT(answer_words("a\u00a0cat"), ElementsAre("cat"));
  EXPECT_THAT(answer_words("a\u2013b"), ElementsAre("\u2013b"));
  EXPECT_THAT(answer_words("na\u00efve a\u0301n"), ElementsAre("na\u00efve", "\u0301n"));
}

TEST(AnswerWords, KeepBytesThatAreNoText) {
  EXPECT_THAT(answer_words("a\xff the\xc3"), ElementsAre("\xff", "\xc3"));
  EXPECT_THAT(answer_words(" .,a "), IsEmpty());
}

// What LongBench's Python gives, run by hand.
TEST(AnswerF1, IsLongBenchs) {
  struct Case {
    const char* answer;
    const char* accepted;
    double f1;
  };
  const Case cases[] = {
      {"No, they are not.", "no", 0.4},
      {"The U.S. of A.", "us of", 1},
      {"August 25, 1963", "25 August 1963", 1},
      {"the the a", "the", 0},
      {"a\u2013b", "\u2013b", 1},
      {"the cat the cat sat", "cat sat sat", 2.0 / 3},
      {"tuberculosis", "Tuberculosis!", 1},
      {"na\u00efve a\u0301n", "na\u00efve", 2.0 / 3},
      {"1st 2nd", "1ST", 2.0 / 3},
      {"", "", 0},
      {"no", "", 0},
      {"", "no", 0},
      {"yes", "no", 0},
  };
  for (const auto& [answer, accepted, f1] : cases) {
    EXPECT_DOUBLE_EQ(answer_f1(answer, std::string_view(accepted)), f1)
        << answer << '|' << accepted;
  }
}

TEST(AnswerF1, TakesTheBestOfTheAcceptedAnswers) {
  const Strings accepted = {"dog", "no way", "no"};
  EXPECT_DOUBLE_EQ(answer_f1("No.", accepted), 1);
  EXPECT_DOUBLE_EQ(answer_f1("way", accepted), 2.0 / 3);
  EXPECT_DOUBLE_EQ(answer_f1("cat", accepted), 0);
}

TEST(ExactMatch, HasTheSameWordsInTheSameOrder) {
  const Strings accepted = {"dog", "25 August"};
  EXPECT_TRUE(exact_match("The 25. august", accepted));
  EXPECT_FALSE(exact_match("August 25", accepted));
  EXPECT_FALSE(exact_match("25 August 1963", accepted));
}

}  // namespace
}  // namespace mllm_npu
