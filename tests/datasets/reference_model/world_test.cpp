// The world tells the same things every time, and its tasks ask what no text tells so.

#include "datasets/reference_model/world/world.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/reference_model/world/dice.h"
#include "datasets/reference_model/world/people_and_things.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<Task>& tasks() {
  static const std::vector<Task> kTasks = world_tasks(1, 500);
  return kTasks;
}

// Sentences of many training texts.
const std::set<std::string>& told() {
  static const std::set<std::string> kSentences = [] {
    std::set<std::string> sentences;
    for (const std::string& text : world_texts(WorldDomain::kAll, 1, 20000)) {
      for (std::size_t from = 0, to = 0; to != text.npos; from = to + 2) {
        to = text.find(". ", from);
        sentences.insert(text.substr(from, to - from));
      }
    }
    return sentences;
  }();
  return kSentences;
}

bool any_told(const std::string& beginning) {
  const auto next = told().lower_bound(beginning);
  return next != told().end() && next->starts_with(beginning);
}

TEST(World, TellsTheSameForTheSameSeedAndIndex) {
  EXPECT_EQ(world_text(WorldDomain::kAll, 3, 17), world_text(WorldDomain::kAll, 3, 17));
  EXPECT_NE(world_text(WorldDomain::kAll, 3, 17), world_text(WorldDomain::kAll, 4, 17));
  EXPECT_NE(world_text(WorldDomain::kAll, 3, 17), world_text(WorldDomain::kAll, 3, 18));
  EXPECT_EQ(world_texts(WorldDomain::kTales, 3, 2)[1], world_text(WorldDomain::kTales, 3, 1));
}

// One number for all compilers: where a text throws its dice in an order that is left open, they
// differ.
TEST(World, IsTheSameFromEveryCompiler) {
  std::uint64_t hash = 0;
  const auto add = [&](const std::string& text) { hash = hash_of(std::to_string(hash), text); };
  for (const std::string& text : world_texts(WorldDomain::kAll, 1, 5000)) add(text);
  for (const Task& task : world_tasks(1, 200)) {
    for (const TaskItem& item : task.items) {
      for (const std::string& text : item.contexts) add(text);
      for (const std::string& text : item.continuations) add(text);
      add(std::to_string(item.answer));
    }
  }
  EXPECT_EQ(hash, 16072251024542459992U);
}

TEST(World, TalkAsksAndTalesDoNot) {
  for (const std::string& text : world_texts(WorldDomain::kTalk, 5, 200)) {
    EXPECT_NE(text.find('?'), text.npos) << text;
  }
  for (const std::string& text : world_texts(WorldDomain::kTales, 5, 200)) {
    EXPECT_EQ(text.find('?'), text.npos) << text;
  }
}

TEST(World, AsksFiveTasksInTheFormsOfTheBenchmarks) {
  std::vector<std::pair<std::string, TaskForm>> forms;
  for (const Task& task : tasks()) forms.emplace_back(task.name, task.form);
  EXPECT_THAT(forms, ElementsAre(std::pair("far-word", TaskForm::kLastWord),
                                 std::pair("continuation", TaskForm::kChoice),
                                 std::pair("coreference", TaskForm::kPartial),
                                 std::pair("fact-choice", TaskForm::kChoice),
                                 std::pair("subjects", TaskForm::kChoice)));
}

TEST(World, ItemsHaveTheirNumberOfChoicesAndAnAnswerAmongThem) {
  const std::map<std::string, std::pair<std::size_t, std::size_t>> sizes = {
      {"far-word", {1, 1}},
      {"continuation", {1, 4}},
      {"coreference", {2, 1}},
      {"fact-choice", {1, 4}},
      {"subjects", {1, 4}}};
  for (const Task& task : tasks()) {
    EXPECT_EQ(task.items.size(), 500U);
    for (const TaskItem& item : task.items) {
      EXPECT_EQ(std::pair(item.contexts.size(), item.continuations.size()), sizes.at(task.name));
      EXPECT_LT(item.answer, std::max(item.contexts.size(), item.continuations.size()));
      for (const std::string& text : item.continuations) EXPECT_EQ(text.front(), ' ');
      EXPECT_EQ(std::set(item.continuations.begin(), item.continuations.end()).size(),
                item.continuations.size());
    }
  }
}

// A model that always says the first is right no more often than chance.
TEST(World, AnswersAreSpreadEvenly) {
  for (const Task& task : tasks()) {
    const TaskItem& any = task.items.front();
    const std::size_t choices = std::max(any.contexts.size(), any.continuations.size());
    std::vector<double> counts(choices);
    for (const TaskItem& item : task.items) ++counts[item.answer];
    for (const double count : counts) {
      EXPECT_NEAR(count, 500.0 / static_cast<double>(choices), 60) << task.name;
    }
  }
}

TEST(World, ItemsAreDifferentAndTheSameForTheSameSeed) {
  const std::vector<Task> again = world_tasks(1, 500);
  const std::vector<Task> other = world_tasks(2, 500);
  for (std::size_t i = 0; i < again.size(); ++i) {
    std::set<std::vector<std::string>> seen;
    bool differs = false;
    for (std::size_t j = 0; j < again[i].items.size(); ++j) {
      std::vector<std::string> texts = tasks()[i].items[j].contexts;
      EXPECT_EQ(texts, again[i].items[j].contexts);
      differs = differs || texts != other[i].items[j].contexts;
      const auto& ends = tasks()[i].items[j].continuations;
      texts.insert(texts.end(), ends.begin(), ends.end());
      EXPECT_TRUE(seen.insert(texts).second) << texts[0];
    }
    EXPECT_TRUE(differs);
  }
}

TEST(World, FarWordIsSaidOnceAndFarBack) {
  for (const TaskItem& item : tasks()[0].items) {
    const std::string& context = item.contexts[0];
    const std::size_t place = context.find(item.continuations[0]);
    ASSERT_NE(place, context.npos) << context;
    EXPECT_EQ(context.find(item.continuations[0], place + 1), context.npos) << context;
    EXPECT_GT(context.size() - place, 40U) << context;
  }
}

// The sentence that says who has the thing.
TEST(World, NoTextTellsWhoHasTheFarWord) {
  int checked = 0;
  for (const TaskItem& item : tasks()[0].items) {
    const std::string& context = item.contexts[0];
    const std::size_t place = context.find(item.continuations[0]);
    const std::size_t before = context.rfind(". ", place);
    const std::size_t begin = before == context.npos ? 0 : before + 2;
    const std::string sentence = context.substr(begin, context.find('.', place) - begin);
    if (sentence.find(" bought ") == sentence.npos) continue;
    EXPECT_FALSE(any_told(sentence.substr(0, sentence.find(" at the ")))) << sentence;
    ++checked;
  }
  EXPECT_GT(checked, 20);
}

TEST(World, NoTextTellsOfThePersonsUndertaking) {
  for (const TaskItem& item : tasks()[1].items) {
    const std::string& context = item.contexts[0];
    EXPECT_FALSE(told().contains(context.substr(0, context.find('.')))) << context;
  }
}

// "Once Mia and Tom came to a cold oven, where Mia"; the talk asks "a cold oven, Mia or Tom?".
TEST(World, NoTextTellsOfTheTwoPeoplesEvent) {
  for (const TaskItem& item : tasks()[2].items) {
    const std::string& context = item.contexts[0];
    const std::size_t both = std::string("Once ").size();
    const std::size_t came = context.find(" came to ");
    const std::size_t place = came + std::string(" came to ").size();
    const std::string scene = context.substr(place, context.find(", where") - place);
    const std::string names = context.substr(both, came - both);
    const std::size_t between = names.find(" and ");
    const std::string first = names.substr(0, between);
    const std::string second = names.substr(between + 5);
    for (const auto& [a, b] : {std::pair(first, second), std::pair(second, first)}) {
      EXPECT_FALSE(any_told("Once " + a + " and " + b + " came to " + scene)) << context;
      EXPECT_FALSE(any_told("Who is good at " + scene + ", " + a + " or " + b)) << context;
    }
  }
}

std::string last_word(const std::string& text) { return text.substr(text.rfind(' ') + 1); }

// Who guesses by how often texts say that somebody did it is right no more often than chance.
TEST(World, CoreferenceIsNotToldByTheNameAlone) {
  std::map<std::string, double> said;
  for (const std::string& text : world_texts(WorldDomain::kTales, 1, 20000)) {
    for (std::size_t at = text.find(", where "); at != text.npos; at = text.find(", where ", at)) {
      at += std::string(", where ").size();
      ++said[text.substr(at, text.find('.', at) + 1 - at)];
    }
  }
  const auto often = [&](const TaskItem& item, std::size_t choice) {
    return said[last_word(item.contexts[choice]) + item.continuations[0]];
  };
  double right = 0;
  for (const TaskItem& item : tasks()[2].items) {
    EXPECT_GT(often(item, 0) + often(item, 1), 20);
    right += often(item, item.answer) > often(item, 1 - item.answer) ? 1 : 0;
  }
  EXPECT_NEAR(right, 250, 60);
}

// "What if the cup is hit hard? It will"
TEST(World, NoTextPutsTheThingToTheTrial) {
  for (const TaskItem& item : tasks()[3].items) {
    const std::string& context = item.contexts[0];
    const std::string trial = context.substr(8, context.find('?') - 8);
    for (const std::string beginning : {"What if ", "If ", "When "}) {
      EXPECT_FALSE(any_told(beginning + trial)) << context;
    }
  }
}

TEST(World, NoTextAsksTheSubjectsQuestionAsTheTaskDoes) {
  for (const TaskItem& item : tasks()[4].items) {
    EXPECT_FALSE(any_told(item.contexts[0])) << item.contexts[0];
  }
}

// What follows `question` in some dialogue, up to the end of the sentence.
std::string answer_told_to(const std::string& question) {
  static const std::vector<std::string> kTalks = world_texts(WorldDomain::kTalk, 1, 20000);
  for (const std::string& talk : kTalks) {
    const std::size_t place = talk.find(": " + question);
    if (place == talk.npos) continue;
    const std::size_t begin = place + question.size() + 2;
    return talk.substr(begin, talk.find('.', begin) - begin);
  }
  return "";
}

TEST(World, TextsTellWhatTheSubjectsAsk) {
  for (std::size_t i = 0; i < 50; ++i) {
    const TaskItem& item = tasks()[4].items[i];
    const std::string context = item.contexts[0].substr(std::string("Question: ").size());
    const std::string question = capitalized(context.substr(0, context.find('?') + 1));
    EXPECT_THAT(answer_told_to(question), HasSubstr(item.continuations[item.answer].substr(1)))
        << context;
  }
}

TEST(World, ThingsAndPeopleHaveOneNameEach) {
  std::set<std::string_view> names;
  for (const Person& person : people()) EXPECT_TRUE(names.insert(person.name).second);
  for (const Thing& thing : things()) EXPECT_TRUE(names.insert(thing.name).second) << thing.name;
  for (const std::string_view spot : spots()) EXPECT_TRUE(names.insert(spot).second) << spot;
}

}  // namespace
}  // namespace mllm_npu
