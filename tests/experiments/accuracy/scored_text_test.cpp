#include "experiments/accuracy/scored_text.h"

#include <gtest/gtest.h>

#include "tests/support/input_error_of.h"
#include "tests/support/letter_tokenizer.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::LetterTokenizer;
using Tokens = std::vector<TokenId>;

constexpr TokenId kBegin = LetterTokenizer::kBegin;
constexpr std::int64_t kRoomy = 100;

TaskItem item_of(const std::string& context, const std::string& continuation) {
  return {.contexts = {context}, .continuations = {continuation}, .answer = 0, .subject = {}};
}

ScoredText scored(const LetterTokenizer& tokenizer, const std::string& context,
                  const std::string& continuation, std::int64_t room = kRoomy,
                  TokenSplit split = TokenSplit::kCount) {
  return scored_texts(tokenizer, item_of(context, continuation), room, "item", split).front();
}

TEST(ScoredTexts, AreReadUpToTheLastTokenAndNameThoseOfTheContinuation) {
  const ScoredText text = scored({}, "ab", " cd");
  EXPECT_EQ(text.text, (Tokens{kBegin, 'a', 'b', ' ', 'c'}));
  EXPECT_EQ(text.continuation, (Tokens{' ', 'c', 'd'}));
  EXPECT_EQ(text.first(), 2);  // after 'b' comes the blank
  EXPECT_FALSE(text.cut);
}

TEST(ScoredTexts, BeginOnlyWhereTheTokenizerSaysSo) {
  LetterTokenizer tokenizer;
  tokenizer.begins = false;
  EXPECT_EQ(scored(tokenizer, "ab", " c").text, (Tokens{'a', 'b', ' '}));
}

TEST(ScoredTexts, MoveSpaceFromTheContextToTheContinuation) {
  const ScoredText text = scored({}, "ab \n", "c");
  EXPECT_EQ(text.text, (Tokens{kBegin, 'a', 'b', ' ', '\n'}));
  EXPECT_EQ(text.continuation, (Tokens{' ', '\n', 'c'}));
}

TEST(ScoredTexts, OfAnEmptyContextFollowTheBeginOrElseTheEndOfAText) {
  LetterTokenizer tokenizer;
  EXPECT_EQ(scored(tokenizer, "", " c").text, (Tokens{kBegin, ' '}));
  EXPECT_EQ(scored(tokenizer, " ", "c").continuation, (Tokens{' ', 'c'}));
  tokenizer.begins = false;
  EXPECT_EQ(scored(tokenizer, "", " c").text, (Tokens{LetterTokenizer::kEnd, ' '}));
  tokenizer.ends = false;
  EXPECT_EQ(input_error_of([&] { scored(tokenizer, "", " c"); }),
            "item: context: expected text, as the tokenizer has no begin or end of text, found "
            "none");
}

TEST(ScoredTexts, HaveOnePerContinuationOrPerContext) {
  const LetterTokenizer tokenizer;
  TaskItem item = item_of("a", " b");
  item.continuations.push_back(" c");
  const auto choices = scored_texts(tokenizer, item, kRoomy, "item");
  ASSERT_EQ(choices.size(), 2U);
  EXPECT_EQ(choices[1].continuation, (Tokens{' ', 'c'}));
  item = item_of("a", " b");
  item.contexts.push_back("c");
  const auto contexts = scored_texts(tokenizer, item, kRoomy, "item");
  ASSERT_EQ(contexts.size(), 2U);
  EXPECT_EQ(contexts[1].text, (Tokens{kBegin, 'c', ' '}));
}

TEST(ScoredTexts, LoseTheirBeginningWhereTheyAreTooLong) {
  const ScoredText whole = scored({}, "abc", " d", 5);
  EXPECT_FALSE(whole.cut);
  const ScoredText cut = scored({}, "abcd", " d", 5);
  EXPECT_TRUE(cut.cut);
  EXPECT_EQ(cut.text, (Tokens{'a', 'b', 'c', 'd', ' '}));
  EXPECT_EQ(cut.first(), 3);
}

TEST(ScoredTexts, RefuseAContinuationThatIsEmptyOrTooLong) {
  EXPECT_EQ(input_error_of([] { scored({}, "a", ""); }),
            "item: continuation: expected text that adds a token to its context's, found none");
  EXPECT_EQ(input_error_of([] { scored({}, "a", " bc", 2); }),
            "item: continuation: expected at most 2 tokens, found 3");
  EXPECT_EQ(scored({}, "a", " bc", 3).text, (Tokens{'a', ' ', 'b'}));
}

// The tokenizer joins the context's last letter with the continuation's blank.
TEST(ScoredTexts, SplitByCountOrByWhatIsShared) {
  LetterTokenizer tokenizer;
  tokenizer.blank_behind = true;
  constexpr TokenId kJoined = 258 + 'b';
  const ScoredText count = scored(tokenizer, "ab", " cd");
  EXPECT_EQ(count.text, (Tokens{kBegin, 'a', 'b', 'c'}));
  EXPECT_EQ(count.continuation, (Tokens{'c', 'd'}));
  const ScoredText shared = scored(tokenizer, "ab", " cd", kRoomy, TokenSplit::kShared);
  EXPECT_EQ(shared.text, (Tokens{kBegin, 'a', kJoined, 'c'}));
  EXPECT_EQ(shared.continuation, (Tokens{kJoined, 'c', 'd'}));
}

TEST(ScoredTexts, SplitByWhatIsSharedWhereTheCountLeavesNothing) {
  LetterTokenizer tokenizer;
  tokenizer.blank_behind = true;
  const ScoredText text = scored(tokenizer, "ab", " ");
  EXPECT_EQ(text.text, (Tokens{kBegin, 'a'}));
  EXPECT_EQ(text.continuation, (Tokens{258 + 'b'}));
}

TEST(ScoredTexts, AreTheSameInBothSplitsWherePiecesDoNotGrowTogether) {
  const ScoredText count = scored({}, "ab", " cd");
  const ScoredText shared = scored({}, "ab", " cd", kRoomy, TokenSplit::kShared);
  EXPECT_EQ(count.text, shared.text);
  EXPECT_EQ(count.continuation, shared.continuation);
}

TEST(LongestText, IsTheOneOfAllItems) {
  const Task task{.name = "toy",
                  .form = TaskForm::kLastWord,
                  .items = {item_of("ab", " c"), item_of("abcd", " c"), item_of("a", " c")}};
  EXPECT_EQ(longest_text(LetterTokenizer(), task), 6);
  EXPECT_EQ(item_name(task, 2), "toy item 2");
}

}  // namespace
}  // namespace mllm_npu
