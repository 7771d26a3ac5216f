#include "datasets/tasks/task_catalog.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/datasets/tasks/task_samples.h"
#include "tests/support/assets.h"
#include "tests/support/input_error_of.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::filesystem::path write_words(const support::TemporaryFolder& folder, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "{\"text\": \"word " + std::to_string(i) + "\"}\n";
  return folder.write("words.jsonl", text);
}

std::vector<std::string> words_of(const Task& task) {
  std::vector<std::string> words;
  for (const TaskItem& item : task.items) words.push_back(item.continuations.front());
  return words;
}

TEST(OpenTask, KnowsTheBenchmarks) {
  EXPECT_THAT(task_names(),
              ElementsAre("lambada", "hellaswag", "winogrande", "openbookqa", "mmlu", "2wikimqa"));
}

TEST(OpenTask, NamesThemForANameThatIsNone) {
  EXPECT_EQ(input_error_of([] { open_task("squad", "file"); }),
            "task: expected one of lambada, hellaswag, winogrande, openbookqa, mmlu, 2wikimqa, "
            "found squad");
}

TEST(OpenTask, KeepsTheFirstItemsOrDrawnOnesInTheirOrder) {
  const support::TemporaryFolder folder;
  const auto path = write_words(folder, 50);
  EXPECT_EQ(open_task("lambada", path).items.size(), 50U);
  EXPECT_EQ(open_task("lambada", path, {.limit = 51}).items.size(), 50U);
  EXPECT_THAT(words_of(open_task("lambada", path, {.limit = 2})), ElementsAre(" 0", " 1"));
  const Task drawn = open_task("lambada", path, {.limit = 20, .subset = 7});
  std::vector<int> places;
  for (const std::string& word : words_of(drawn)) places.push_back(std::stoi(word));
  EXPECT_EQ(std::set<int>(places.begin(), places.end()).size(), 20U);
  EXPECT_TRUE(std::is_sorted(places.begin(), places.end()));
  EXPECT_GT(places.back(), 19);
}

TEST(OpenTask, DrawsBySeedAlone) {
  const support::TemporaryFolder folder;
  const auto path = write_words(folder, 50);
  const auto drawn = [&](std::uint64_t seed) {
    return words_of(open_task("lambada", path, {.limit = 5, .subset = seed}));
  };
  EXPECT_EQ(drawn(1), drawn(1));
  EXPECT_NE(drawn(1), drawn(2));
}

TEST(OpenTask, RefusesAFileWithoutItems) {
  const support::TemporaryFolder folder;
  const auto path = folder.write("empty", "\n");
  EXPECT_EQ(input_error_of([&] { open_task("winogrande", path); }),
            path.string() + ": expected at least one item, found none");
}

TEST(OpenTask, HasAnsweredQuestionsForMmluAlone) {
  const support::TemporaryFolder folder;
  const auto path = write_words(folder, 3);
  EXPECT_THAT(input_error_of([&] { open_task("lambada", path, {.few_shot = 1}); }),
              HasSubstr("expected no answered questions before lambada, found 1"));
}

TEST(OpenTask, ReadsOrRefusesWhateverAFileHolds) {
  using namespace samples;  // NOLINT(google-build-using-namespace): texts of files
  const std::pair<const char*, std::string_view> files[] = {{"lambada", kLambada},
                                                            {"hellaswag", kHellaswagText},
                                                            {"hellaswag", kHellaswagJson},
                                                            {"winogrande", kWinogrande},
                                                            {"winogrande", kWrappedWinogrande},
                                                            {"openbookqa", kOpenbookqa},
                                                            {"openbookqa", kWrappedOpenbookqa},
                                                            {"mmlu", kMmlu},
                                                            {"2wikimqa", kWikimqa},
                                                            {"2wikimqa", kOriginalWikimqa},
                                                            {"2wikimqa", kTextWikimqa}};
  constexpr int kFiles = 150;
  const support::TemporaryFolder folder;
  for (const auto& [name, text] : files) {
    const auto result =
        support::read_mutated(text, kFiles, [&, task = name](const std::string& file) {
          for (const TaskItem& item : open_task(task, folder.write("x_test.csv", file)).items) {
            const std::size_t choices = std::max(item.contexts.size(), item.continuations.size());
            ASSERT_LT(item.answer, choices);
          }
        });
    EXPECT_EQ(result.accepted + result.refused, kFiles) << name;
    EXPECT_GT(result.refused, 20) << name;
    EXPECT_GT(result.accepted, 0) << name;
  }
}

TEST(OpenTask, KnowsHowLongAnAnswerMayBe) {
  const support::TemporaryFolder folder;
  const auto path = folder.write("x", samples::kTextWikimqa);
  EXPECT_EQ(open_task("2wikimqa", path).answer_tokens, 32);
  EXPECT_EQ(open_task("lambada", write_words(folder, 1)).answer_tokens, 0);
}

struct RealTask {
  const char* name;
  const char* file;
  std::size_t items;
  std::size_t answer;   // of the first item
  const char* context;  // how it begins
  const char* continuation;
};

class RealTasks : public testing::TestWithParam<RealTask> {};

TEST_P(RealTasks, AreReadWhole) {
  const RealTask& expected = GetParam();
  MLLM_NPU_ASSET_OR_SKIP(path, std::string("datasets/") + expected.file);
  const Task task = open_task(expected.name, path);
  EXPECT_EQ(task.items.size(), expected.items);
  const TaskItem& first = task.items.front();
  EXPECT_EQ(first.answer, expected.answer);
  EXPECT_THAT(first.contexts.front(), StartsWith(expected.context));
  EXPECT_EQ(first.continuations.front(), expected.continuation);
}

INSTANTIATE_TEST_SUITE_P(
    Files, RealTasks,
    testing::Values(
        RealTask{"lambada", "lambada/lambada_test.jsonl", 5153, 0, "In my palm is a clear stone",
                 " signs"},
        RealTask{"hellaswag", "hellaswag/hellaswag_val_full.txt", 10042, 3,
                 "Roof shingle removal: A man is sitting on a roof. he",
                 " is using wrap to wrap a pair of skis."},
        RealTask{"winogrande", "winogrande/llm_adapters_test.json", 1267, 1,
                 "Sarah was a much better surgeon than Maria so Sarah",
                 " always got the easier cases."},
        RealTask{"openbookqa", "openbookqa/llm_adapters_test.json", 500, 1,
                 "A person wants to start saving money", " make more phone calls"},
        RealTask{"mmlu", "mmlu", 14042, 1,
                 "The following are multiple choice questions (with answers) about abstract "
                 "algebra.\n\nFind the degree for the given field extension",
                 " A"},
        RealTask{"2wikimqa", "2wikimultihopqa/gold_with_3_distractors_context_direct_qa_codex.txt",
                 20, 0, "Answer the question based on the given passages.", " no"}),
    [](const auto& tested) {
      const std::string name = tested.param.name;
      return name == "2wikimqa" ? "wikimqa" : name;
    });

// The same questions with and without reasoning, in both wordings.
TEST(RealWikimqa, HasTheSameAnswersInAllOfItsFiles) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "datasets/2wikimultihopqa");
  const auto answers = [&](const std::string& name) {
    std::vector<std::string> found;
    for (const TaskItem& item : open_task("2wikimqa", folder / (name + ".txt")).items) {
      EXPECT_EQ(item.contexts.front().find("Answer the following"), std::string::npos);
      found.push_back(item.continuations.front());
    }
    return found;
  };
  const auto direct = answers("no_context_direct_qa_codex");
  EXPECT_EQ(direct.size(), 20U);
  for (const char* name : {"no_context_direct_qa_flan_t5", "no_context_cot_qa_codex",
                           "gold_with_2_distractors_context_cot_qa_flan_t5"}) {
    EXPECT_EQ(answers(name), direct) << name;
  }
}

TEST(RealMmlu, HasFiveAnsweredQuestionsForEverySubject) {
  MLLM_NPU_ASSET_OR_SKIP(path, "datasets/mmlu");
  const Task task = open_task("mmlu", path, {.few_shot = 5, .limit = 20, .subset = 1});
  EXPECT_EQ(task.items.size(), 20U);
  std::size_t answers = 0;
  const std::string& context = task.items.back().contexts.front();
  for (std::size_t at = 0; (at = context.find("\nAnswer:", at)) != std::string::npos; ++at) {
    ++answers;
  }
  EXPECT_EQ(answers, 6U);
}

}  // namespace
}  // namespace mllm_npu
