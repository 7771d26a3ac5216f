#include "experiments/accuracy/task_score.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/accuracy/score_report.h"
#include "tests/support/letter_tokenizer.h"
#include "tests/support/pair_model.h"

namespace mllm_npu {
namespace {

using support::LetterTokenizer;
using support::PairModel;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kVocabulary = 514;

// log softmax of a logit among zeros.
double among_zeros(double logit, bool chosen) {
  const double sum = std::exp(logit) + kVocabulary - 1;
  return (chosen ? logit : 0.0) - std::log(sum);
}

TaskItem choice(std::vector<std::string> continuations, std::size_t answer) {
  return {.contexts = {"q"},
          .continuations = std::move(continuations),
          .answer = answer,
          .subject = {}};
}

TaskItem word(const std::string& continuation) { return choice({continuation}, 0); }

TEST(ScoreTask, CountsTheMostLikelyChoice) {
  PairModel model({{{' ', 'b'}, 5.0F}});
  const Task task{.name = "toy",
                  .form = TaskForm::kChoice,
                  .items = {choice({" a", " b"}, 1), choice({" a", " b"}, 0),
                            choice({" b", " a"}, 0), choice({" c", " b"}, 1)}};
  const TaskScore score = score_task(model, LetterTokenizer(), task);
  EXPECT_DOUBLE_EQ(score.accuracy.value, 0.75);
  EXPECT_DOUBLE_EQ(score.accuracy.standard_error, std::sqrt(0.75 * 0.25 / 3));
  EXPECT_FALSE(score.perplexity);
  ASSERT_EQ(score.items.size(), 4U);
  EXPECT_EQ(score.items[1].choice, 1U);
  EXPECT_FALSE(score.items[1].right);
  const double blank = -std::log(kVocabulary);
  EXPECT_NEAR(score.items[0].log_likelihoods[0], blank + among_zeros(5, false), 1e-9);
  EXPECT_NEAR(score.items[0].log_likelihoods[1], blank + among_zeros(5, true), 1e-9);
}

// Three tokens of the same likelihood lose against two, but not per character: 3 / 2 < 4 / 2
// without the blank that separates, though 3 / 3 is 2 / 2 with it.
TEST(ScoreTask, DividesByTheCharactersOfTheChoiceWithoutItsBlank) {
  PairModel model({});
  const Task task{.name = "toy",
                  .form = TaskForm::kChoice,
                  .items = {choice({" a", " bc"}, 0), choice({" a", " bc"}, 1)}};
  const TaskScore score = score_task(model, LetterTokenizer(), task);
  EXPECT_TRUE(score.items[0].right);
  EXPECT_FALSE(score.items[0].right_per_character);
  EXPECT_FALSE(score.items[1].right);
  EXPECT_TRUE(score.items[1].right_per_character);
  EXPECT_DOUBLE_EQ(score.accuracy_per_character->value, 0.5);
}

TEST(ScoreTask, ComparesContextsWhereTheChoiceStandsInThem) {
  PairModel model({{{'b', ' '}, 5.0F}});
  const TaskItem item{.contexts = {"a", "b"}, .continuations = {" x"}, .answer = 1, .subject = {}};
  const TaskScore score = score_task(model, LetterTokenizer(),
                                     {.name = "toy", .form = TaskForm::kPartial, .items = {item}});
  EXPECT_EQ(score.items[0].log_likelihoods.size(), 2U);
  EXPECT_TRUE(score.items[0].right);
  EXPECT_FALSE(score.accuracy_per_character);
}

TEST(ScoreTask, WantsTheWholeLastWordFromGreedyDecoding) {
  PairModel model({{{'q', ' '}, 5.0F}, {{' ', 'b'}, 5.0F}, {{'b', 'c'}, 5.0F}});
  const Task task{
      .name = "toy", .form = TaskForm::kLastWord, .items = {word(" bc"), word(" bd"), word(" c")}};
  const TaskScore score = score_task(model, LetterTokenizer(), task);
  EXPECT_TRUE(score.items[0].right);
  EXPECT_FALSE(score.items[1].right);
  EXPECT_FALSE(score.items[2].right);
  EXPECT_NEAR(score.accuracy.value, 1.0 / 3, 1e-12);
  const double right = among_zeros(5, true);
  const double wrong = among_zeros(5, false);
  EXPECT_NEAR(score.perplexity->value,
              std::exp(-(3 * right + 2 * right + wrong + right + wrong) / 3), 1e-6);
}

TEST(ScoreTask, PoolsTheErrorsOfSubjects) {
  PairModel model({{{' ', 'b'}, 5.0F}});
  Task task{.name = "toy",
            .form = TaskForm::kChoice,
            .items = {choice({" a", " b"}, 1), choice({" a", " b"}, 1), choice({" a", " b"}, 0),
                      choice({" a", " b"}, 0)}};
  EXPECT_GT(score_task(model, LetterTokenizer(), task).accuracy.standard_error, 0.2);
  for (std::size_t i = 0; i < 4; ++i) task.items[i].subject = i < 2 ? "right" : "wrong";
  const TaskScore score = score_task(model, LetterTokenizer(), task);
  EXPECT_DOUBLE_EQ(score.accuracy.value, 0.5);
  EXPECT_EQ(score.accuracy.standard_error, 0);
}

TEST(ScoreTask, HoldsFurtherModelsAgainstTheFirst) {
  PairModel reference({{{' ', 'b'}, 5.0F}});
  PairModel other({{{' ', 'a'}, 5.0F}});
  const Task task{
      .name = "toy",
      .form = TaskForm::kChoice,
      .items = {choice({" a", " b"}, 1), choice({" a", " b"}, 0), choice({" a", " b"}, 1)}};
  LanguageModel* const models[] = {&reference, &other, &reference};
  const auto scores = score_task(models, LetterTokenizer(), task);
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_EQ(scores[1].flips.to_wrong, 2U);
  EXPECT_EQ(scores[1].flips.to_right, 1U);
  // Of the two distributions of an item the first is even in both models.
  EXPECT_EQ(scores[1].distributions, 6);
  const double p = std::exp(among_zeros(5, true));
  const double q = std::exp(among_zeros(5, false));
  EXPECT_NEAR(scores[1].kl_divergence, (p - q) * 5 / 2, 1e-6);
  EXPECT_EQ(scores[2].flips.to_wrong + scores[2].flips.to_right, 0U);
  EXPECT_NEAR(scores[2].kl_divergence, 0, 1e-12);
  EXPECT_EQ(scores[0].distributions, 0);
}

TEST(ScoreTask, CutsTextsToTheShortestContextAndSaysHowMany) {
  PairModel roomy({});
  PairModel narrow({}, 3);
  const Task task{.name = "toy", .form = TaskForm::kLastWord, .items = {word(" a"), word(" ab")}};
  LanguageModel* const models[] = {&roomy, &narrow};
  EXPECT_EQ(score_task(models, LetterTokenizer(), task)[0].cut_items, 1U);
  EXPECT_EQ(score_task(roomy, LetterTokenizer(), task).cut_items, 0U);
  EXPECT_EQ(score_task(roomy, LetterTokenizer(), task, {.context = 3}).cut_items, 1U);
}

TEST(ScoreTask, TellsEveryItemBeforeItIsAsked) {
  PairModel model({});
  std::vector<std::size_t> told;
  const Task task{.name = "toy", .form = TaskForm::kLastWord, .items = {word(" a"), word(" b")}};
  score_task(model, LetterTokenizer(), task,
             {.progress = [&](std::size_t item) { told.push_back(item); }});
  EXPECT_THAT(told, ElementsAre(0, 1));
}

class ScoreReport : public testing::Test {
 protected:
  std::vector<NamedScore> scores(const Task& task) {
    LanguageModel* const models[] = {&reference_, &other_};
    const auto found = score_task(models, LetterTokenizer(), task);
    return {{"fp32", found[0]}, {"W8A8", found[1]}};
  }

  PairModel reference_{{{{' ', 'b'}, 5.0F}}};
  PairModel other_{{{{' ', 'a'}, 5.0F}}};
  const Task choices_{.name = "toy",
                      .form = TaskForm::kChoice,
                      .items = {choice({" a", " b"}, 1), choice({" a", " b"}, 1)}};
  const Task words_{.name = "toy", .form = TaskForm::kLastWord, .items = {word(" b")}};
};

TEST_F(ScoreReport, HasARowPerModelAndTheColumnsOfItsTask) {
  const std::string table = score_table(scores(choices_));
  EXPECT_THAT(table, HasSubstr("acc_norm"));
  EXPECT_THAT(table, HasSubstr("fp32   2      1 +- 0"));
  EXPECT_THAT(table, HasSubstr("W8A8   2      0 +- 0"));
  EXPECT_THAT(table, HasSubstr("2 to wrong, 0 to right"));
  EXPECT_THAT(table, Not(HasSubstr("perplexity")));
  const std::string words = score_table(scores(words_));
  EXPECT_THAT(words, HasSubstr("perplexity"));
  EXPECT_THAT(words, Not(HasSubstr("acc_norm")));
}

TEST_F(ScoreReport, SaysNothingOfFlipsForOneModel) {
  EXPECT_THAT(score_table({scores(choices_).front()}), Not(HasSubstr("flips")));
}

TEST_F(ScoreReport, KeepsEveryItemInJson) {
  const boost::json::object json = to_json(choices_, scores(choices_)[1]);
  EXPECT_EQ(json.at("model"), "W8A8");
  EXPECT_EQ(json.at("acc"), 0.0);
  EXPECT_EQ(json.at("flips_to_wrong"), 2);
  EXPECT_EQ(json.at("distributions"), 4);
  const boost::json::object& item = json.at("samples").as_array().at(1).as_object();
  EXPECT_EQ(item.at("log_likelihoods").as_array().size(), 2U);
  EXPECT_EQ(item.at("target"), 1);
  EXPECT_EQ(item.at("choice"), 0);
  EXPECT_EQ(item.at("acc"), false);
}

TEST_F(ScoreReport, NamesPerplexityOfWordsAndNoChoice) {
  const boost::json::object json = to_json(words_, scores(words_)[0]);
  EXPECT_TRUE(json.contains("perplexity"));
  EXPECT_FALSE(json.contains("flips_to_wrong"));
  EXPECT_FALSE(json.at("samples").as_array().at(0).as_object().contains("choice"));
}

}  // namespace
}  // namespace mllm_npu
