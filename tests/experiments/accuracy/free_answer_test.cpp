#include "experiments/accuracy/free_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/metrics/accuracy.h"
#include "experiments/accuracy/score_report.h"
#include "experiments/accuracy/task_score.h"
#include "tests/support/input_error_of.h"
#include "tests/support/letter_tokenizer.h"
#include "tests/support/pair_model.h"

namespace mllm_npu {
namespace {

using support::LetterTokenizer;
using support::PairModel;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr TokenId kEnd = LetterTokenizer::kEnd;

TaskItem question(const std::string& prompt, std::vector<std::string> accepted) {
  return {.contexts = {prompt}, .continuations = std::move(accepted), .answer = 0, .subject = {}};
}

// Writes " no" behind a colon, and ends.
std::map<std::pair<TokenId, TokenId>, float> no_writer() {
  return {{{':', ' '}, 9.0F}, {{' ', 'n'}, 9.0F}, {{'n', 'o'}, 9.0F}, {{'o', kEnd}, 9.0F}};
}

std::vector<FreeAnswer> ask(const std::vector<LanguageModel*>& models, const TaskItem& item,
                            std::int64_t tokens = 8, std::int64_t context = 100) {
  return free_answers(models, LetterTokenizer(), item, tokens, context, "toy item 0");
}

TEST(CutInTheMiddle, LeavesAPromptThatFits) {
  LetterTokenizer tokenizer;
  const CutPrompt prompt = cut_in_the_middle(tokenizer, "abcd", 5);
  EXPECT_FALSE(prompt.cut);
  EXPECT_THAT(prompt.tokens, ElementsAre(LetterTokenizer::kBegin, 'a', 'b', 'c', 'd'));
}

// One token too many: the halves are of the five tokens that begin_of_text belongs to, which has no
// text and stands again before what is read anew.
TEST(CutInTheMiddle, JoinsTheFirstAndTheLastHalfAsText) {
  LetterTokenizer tokenizer;
  const CutPrompt prompt = cut_in_the_middle(tokenizer, "abcdefgh", 6);
  EXPECT_TRUE(prompt.cut);
  EXPECT_THAT(prompt.tokens, ElementsAre(LetterTokenizer::kBegin, 'a', 'b', 'f', 'g', 'h'));
  tokenizer.begins = false;
  EXPECT_THAT(cut_in_the_middle(tokenizer, "abcdefgh", 7).tokens,
              ElementsAre('a', 'b', 'c', 'f', 'g', 'h'));
}

TEST(CutInTheMiddle, ReadsTheSeamAnew) {
  LetterTokenizer tokenizer;
  tokenizer.begins = false;
  tokenizer.blank_behind = true;
  // "a", "b", then "c ", " ", " ", "d": halves of 2.
  EXPECT_THAT(cut_in_the_middle(tokenizer, "abc   d", 4).tokens, ElementsAre('a', 258 + 'b', 'd'));
}

// Encodes every letter that follows another one anew as two: what is cut grows again.
class GrowingTokenizer : public LetterTokenizer {
 public:
  std::vector<TokenId> encode(std::string_view text) const override {
    std::vector<TokenId> ids;
    for (const char letter : text) ids.insert(ids.end(), {letter, '-'});
    return ids;
  }
};

TEST(CutInTheMiddle, NeverExceedsWhatItMayHave) {
  GrowingTokenizer tokenizer;
  tokenizer.begins = false;
  const CutPrompt prompt = cut_in_the_middle(tokenizer, "abcdef", 4);
  EXPECT_THAT(prompt.tokens, ElementsAre('a', '-', '-', '-'));
}

TEST(FreeAnswers, AreWhatGreedyDecodingWrites) {
  PairModel model(no_writer());
  const auto answers = ask({&model}, question("is it:", {" yes", " No way"}));
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].text, " no");
  EXPECT_DOUBLE_EQ(answers[0].f1, 2.0 / 3);
  EXPECT_FALSE(answers[0].exact);
  EXPECT_FALSE(answers[0].cut);
  EXPECT_TRUE(ask({&model}, question("is it:", {" yes", " NO."}))[0].exact);
}

TEST(FreeAnswers, AreNoLongerThanAskedFor) {
  PairModel model(no_writer());
  EXPECT_EQ(ask({&model}, question("is it:", {" no"}), 2)[0].text, " n");
}

TEST(FreeAnswers, LeaveRoomForThemselves) {
  PairModel model(no_writer(), 12);
  const auto answers = ask({&model}, question("what is it:", {" no"}), 4, 12);
  EXPECT_TRUE(answers[0].cut);
  EXPECT_EQ(answers[0].text, " no");
  EXPECT_EQ(support::input_error_of([&] { ask({&model}, question("a:", {" no"}), 4, 5); }),
            "toy item 0: context: expected at least 2 tokens for the prompt and 4 for the answer, "
            "found 5");
}

TEST(FreeAnswers, AreComparedAsLongAsTheyAgree) {
  PairModel reference(no_writer());
  auto other = no_writer();
  other[{' ', 'n'}] = 5;  // less sure of the same
  other[{'n', 'o'}] = 0;
  other[{'n', 'i'}] = 9;  // and then says something else
  PairModel model(other);
  const auto answers = ask({&reference, &model}, question("is it:", {" no"}), 8);
  EXPECT_EQ(answers[1].text.substr(0, 3), " ni");
  EXPECT_EQ(answers[0].distributions, 0);
  EXPECT_EQ(answers[1].distributions, 3);  // ":", " ", "n"
  const auto divergence = [&](TokenId token) {
    const auto row = [&](PairModel& from) {
      const auto logits = from.decode(token);
      return std::vector<float>(logits.begin(), logits.end());
    };
    return kl_divergence(row(reference), row(model));
  };
  EXPECT_DOUBLE_EQ(answers[1].divergence, divergence(' ') + divergence('n'));
}

TEST(FreeAnswers, AreComparedToTheEndThatOneOfThemChose) {
  PairModel reference(no_writer());
  auto other = no_writer();
  other[{'o', kEnd}] = 0;
  other[{'o', 'o'}] = 9;
  PairModel model(other);
  EXPECT_EQ(ask({&reference, &model}, question("is it:", {" no"}))[1].distributions, 4);
}

TEST(ScoreTask, GivesTheF1OfFreeAnswers) {
  PairModel reference(no_writer());
  PairModel silent({{{':', kEnd}, 9.0F}});
  Task task{.name = "toy",
            .form = TaskForm::kAnswer,
            .items = {question("a:", {" no"}), question("b:", {" no way"}), question("c:", {" d"})},
            .answer_tokens = 8};
  LanguageModel* const models[] = {&reference, &silent};
  const auto scores = score_task(models, LetterTokenizer(), task);
  EXPECT_DOUBLE_EQ(scores[0].f1->value, (1 + 2.0 / 3) / 3);
  EXPECT_DOUBLE_EQ(scores[0].accuracy.value, 1.0 / 3);
  EXPECT_EQ(scores[0].items[1].answer, " no");
  EXPECT_FALSE(scores[0].perplexity);
  EXPECT_DOUBLE_EQ(scores[1].f1->value, 0);
  EXPECT_EQ(scores[1].flips.to_wrong, 1U);
  EXPECT_GT(scores[1].kl_divergence, 0);
  EXPECT_EQ(scores[1].distributions, 3);
}

TEST(ScoreTask, TellsFreeAnswersInTableAndJson) {
  PairModel model(no_writer());
  const Task task{.name = "toy",
                  .form = TaskForm::kAnswer,
                  .items = {question("a:", {" no"})},
                  .answer_tokens = 8};
  const NamedScore named{"fp32", score_task(model, LetterTokenizer(), task)};
  EXPECT_THAT(score_table({named}), HasSubstr("model  items  f1      exact_match"));
  const boost::json::object json = to_json(task, named);
  EXPECT_EQ(json.at("f1").as_double(), 1);
  EXPECT_EQ(json.at("exact_match").as_double(), 1);
  EXPECT_EQ(json.at("samples").at(0).at("answer"), " no");
  EXPECT_FALSE(json.contains("acc"));
}

TEST(FreeAnswers, ThatAreNoTextStandInJson) {
  PairModel model({{{':', 0xc3}, 9.0F}, {{0xc3, 'a'}, 9.0F}, {{'a', kEnd}, 9.0F}});
  const Task task{.name = "toy",
                  .form = TaskForm::kAnswer,
                  .items = {question("a:", {" no"})},
                  .answer_tokens = 8};
  const TaskScore score = score_task(model, LetterTokenizer(), task);
  EXPECT_EQ(score.items[0].answer,
            "\xc3"
            "a");
  EXPECT_EQ(to_json(task, {"fp32", score}).at("samples").at(0).at("answer"), "\ufffda");
}

TEST(LongestText, OfFreeAnswersHasRoomForOne) {
  const Task task{.name = "toy",
                  .form = TaskForm::kAnswer,
                  .items = {question("a:", {" no"}), question("abc:", {" no"})},
                  .answer_tokens = 8};
  EXPECT_EQ(longest_text(LetterTokenizer(), task), 1 + 4 + 8);
}

}  // namespace
}  // namespace mllm_npu
