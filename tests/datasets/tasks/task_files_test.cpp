// The files as their authors published them, and as others pass them on.

#include "datasets/tasks/task_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/tasks/hellaswag_text.h"
#include "tests/datasets/tasks/task_samples.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using namespace samples;  // NOLINT(google-build-using-namespace): texts of files
using ::testing::EndsWith;
using ::testing::HasSubstr;
using Strings = std::vector<std::string>;

class TaskFiles : public testing::Test {
 protected:
  using Read = std::vector<TaskItem> (*)(const std::filesystem::path&);

  std::vector<TaskItem> read(Read reader, std::string_view text) const {
    return reader(folder_.write("file", text));
  }
  // The message behind the file's name.
  std::string error_of(Read reader, std::string_view text) const {
    const std::string message = support::input_error_of([&] { read(reader, text); });
    const std::string before = (folder_.path() / "file: ").string();
    EXPECT_EQ(message.substr(0, before.size()), before);
    return message.substr(std::min(message.size(), before.size()));
  }

  const support::TemporaryFolder folder_;
};

TEST_F(TaskFiles, LambadaAsksForTheLastWord) {
  const auto items = read(read_lambada, kLambada);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].contexts, Strings{"He said\n\"I do not care about"});
  EXPECT_EQ(items[0].continuations, Strings{" signs"});
  EXPECT_EQ(items[1].contexts, Strings{""});
  EXPECT_EQ(items[1].continuations, Strings{" word"});
}

TEST_F(TaskFiles, LambadaNamesTheLineThatIsWrong) {
  EXPECT_EQ(error_of(read_lambada, "{\"text\": \"a b\"}\n\n{\"text\": 3}\n"),
            "line 3.text: expected a string, found 3");
  EXPECT_EQ(error_of(read_lambada, "{\"text\": \"a b\"}\n{\"txt\": \"a b\"}\n"),
            "line 2.text: expected a value, found no such key");
  EXPECT_THAT(error_of(read_lambada, "{\"text\": \"a b\"}\n{\"text\": \"a"),
              HasSubstr("line 2: expected valid JSON"));
  EXPECT_THAT(error_of(read_lambada, "{\"text\": \"a \"}"),
              HasSubstr("line 1.text: expected a text that ends with a word"));
  EXPECT_THAT(error_of(read_lambada, "[]"), HasSubstr("line 1: expected an object"));
  EXPECT_EQ(error_of(read_lambada, "{\"text\": \"\xff\"}"),
            "expected text in UTF-8, found other bytes");
}

TEST_F(TaskFiles, HellaswagIsSixLinesAnItem) {
  const auto items = read(read_hellaswag, kHellaswagText);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].contexts, Strings{"Roof: A man is sitting on a roof. he"});
  EXPECT_EQ(items[0].continuations,
            (Strings{" is using wrap.", " rips tiles off.", " is holding a cube.", " starts."}));
  EXPECT_EQ(items[0].answer, 3U);
  EXPECT_EQ(items[1].answer, 0U);
}

TEST_F(TaskFiles, HellaswagsLinesMayEndAsOnWindows) {
  std::string text(kHellaswagText);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.insert(at, "\r");
  }
  EXPECT_EQ(read(read_hellaswag, text)[1].continuations,
            read(read_hellaswag, kHellaswagText)[1].continuations);
}

TEST_F(TaskFiles, HellaswagNamesTheLabelOrTheLineThatIsMissing) {
  EXPECT_EQ(error_of(read_hellaswag, "a\n0\nb\nc\nd\ne\na\n4\nb\nc\nd\ne\n"),
            "line 8: expected a label from 0 to 3, found 4");
  EXPECT_EQ(error_of(read_hellaswag, "a\n0\nb\nc\nd\ne\na\n1\n"),
            "line 8: expected six lines an item: context, label, four endings, found the end of "
            "the file");
}

TEST_F(TaskFiles, HellaswagInJsonIsPreparedAsTheHarnessDoes) {
  const auto items = read(read_hellaswag, kHellaswagJson);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].contexts, Strings{"Roof: A man is on a roof. He"});
  EXPECT_EQ(items[0].continuations, (Strings{" rips tiles off.", " starts. Now."}));
  EXPECT_EQ(items[0].answer, 1U);
  EXPECT_EQ(items[1].contexts, Strings{"Health: How to rest. Sleep."});
  EXPECT_EQ(items[1].answer, 0U);
  EXPECT_EQ(items[2].contexts, Strings{"A man is on a roof. he"});
}

TEST_F(TaskFiles, HellaswagInJsonNamesTheFieldThatIsWrong) {
  const std::string begin = "{\"ctx\": \"a\", \"endings\": [\"b\", \"c\"], \"label\": ";
  EXPECT_EQ(error_of(read_hellaswag, begin + "2}"),
            "line 1.label: expected a whole number from 0 to 1, found 2");
  EXPECT_EQ(error_of(read_hellaswag, begin + "\"2\"}"),
            "line 1.label: expected a label from 0 to 1, found \"2\"");
  EXPECT_EQ(error_of(read_hellaswag, R"({"ctx": "a", "endings": ["b"], "label": 0})"),
            "line 1.endings: expected 2 to 64 endings, found 1");
  EXPECT_EQ(error_of(read_hellaswag, R"({"ctx": "a", "endings": ["b", 1], "label": 0})"),
            "line 1.endings[1]: expected a string, found 1");
}

TEST(HellaswagText, IsCleanedInTheHarnesssOrder) {
  EXPECT_EQ(hellaswag_text(" How to rest [title] Sleep. [step] Well. "),
            "How to rest. Sleep. Well.");
  EXPECT_EQ(hellaswag_text("a [b] c [d"), "a c [d");
  EXPECT_EQ(hellaswag_text("a [b [c] d] e"), "a d] e");
  EXPECT_EQ(hellaswag_text("a [b\n] c"), "a [b\n] c");
  EXPECT_EQ(hellaswag_text("a    b"), "a  b");
  EXPECT_EQ(hellaswag_text("[title] a"), " a");
}

TEST_F(TaskFiles, WinograndeScoresWhatFollowsTheGapInBothForms) {
  for (const std::string_view text : {kWinogrande, kWrappedWinogrande}) {
    const auto items = read(read_winogrande, text);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].contexts, (Strings{"She hid, so Sarah", "She hid, so Maria"}));
    EXPECT_EQ(items[0].continuations, Strings{" got the cases."});
    EXPECT_EQ(items[0].answer, 1U);
    EXPECT_EQ(items[1].contexts, (Strings{"The trophy", "The bag"}));
    EXPECT_EQ(items[1].continuations, Strings{" 's too big; _ ."});
    EXPECT_EQ(items[1].answer, 0U);
  }
}

TEST_F(TaskFiles, WinograndeRefusesASentenceWithoutAGap) {
  EXPECT_EQ(error_of(read_winogrande,
                     R"({"sentence": "a b", "option1": "c", "option2": "d", "answer": "1"})"),
            "line 1: expected a sentence with a gap, _, found a b");
  EXPECT_EQ(error_of(read_winogrande,
                     R"({"sentence": "a _ ", "option1": "c", "option2": "d", "answer": "1"})"),
            "line 1: expected text behind the gap, which is scored, found a _ ");
  EXPECT_EQ(error_of(read_winogrande,
                     R"({"sentence": "_ b", "option1": "c", "option2": "d", "answer": ""})"),
            "line 1.answer: expected one of 1, 2, found \"\"");
}

TEST_F(TaskFiles, WrappedSentencesMustBeWrappedAsTheyAre) {
  EXPECT_THAT(error_of(read_winogrande, R"([{"instruction": "Choose: a", "answer": "option1"}])"),
              HasSubstr("[0].instruction: expected \"Please choose the correct answer"));
  std::string text(kWrappedWinogrande);
  text.replace(text.rfind(" Option2: "), 10, " Option3: ");
  EXPECT_THAT(error_of(read_winogrande, text),
              HasSubstr("[1].instruction: expected \" Option2: \" in its place"));
}

TEST_F(TaskFiles, OpenbookqaHasFourChoicesInBothForms) {
  for (const std::string_view text : {kOpenbookqa, kWrappedOpenbookqa}) {
    const auto items = read(read_openbookqa, text);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].contexts, Strings{"Predators eat"});
    EXPECT_EQ(items[0].continuations, (Strings{" lions", " humans", " bunnies", " grass"}));
    EXPECT_EQ(items[0].answer, 2U);
  }
}

TEST_F(TaskFiles, OpenbookqaRefusesAnAnswerThatIsNoChoice) {
  std::string text(kOpenbookqa);
  text.replace(text.find("\"answerKey\": \"C\""), 16, "\"answerKey\": \"E\"");
  EXPECT_EQ(error_of(read_openbookqa, text),
            "line 1.answerKey: expected the label of a choice, found \"E\"");
  EXPECT_EQ(
      error_of(read_openbookqa, R"({"question": {"stem": "a", "choices": []}, "answerKey": "A"})"),
      "line 1.question.choices: expected 2 to 64 choices, found 0");
}

constexpr const char* kWikimqaPrompt =
    "Answer the question based on the given passages. Only give me the answer and do not output "
    "any "
    "other words.\n\nThe following are given passages.\nPassage 1:\nKurram\nA village.\nPassage "
    "2:\nTroj\nAnother\none.\n\nAnswer the question based on the given passages. Only give me the "
    "answer and do not output any other words.\n\nQuestion: Same country?\nAnswer:";

TEST_F(TaskFiles, WikimqaHasLongBenchsPromptInAllItsForms) {
  for (const std::string_view text : {kWikimqa, kOriginalWikimqa, kTextWikimqa}) {
    const auto items = read(read_wikimqa, text);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].contexts, Strings{kWikimqaPrompt});
    EXPECT_EQ(items[0].continuations.front(), " no");
    EXPECT_THAT(items[1].contexts[0], HasSubstr("passages.\nPassage 1:\nB\nA bat.\n\nAnswer"));
    EXPECT_THAT(items[1].contexts[0], EndsWith("\n\nQuestion: Who?\nAnswer:"));
    EXPECT_EQ(items[1].continuations, Strings{" a bat"});
  }
}

TEST_F(TaskFiles, WikimqaHasAllTheAnswersThatAreAccepted) {
  EXPECT_EQ(read(read_wikimqa, kWikimqa)[0].continuations, (Strings{" no", " No, not"}));
}

TEST_F(TaskFiles, WikimqaMayComeWithoutPassages) {
  const auto items = read(read_wikimqa, "# METADATA: {}\nQ: Who?\nA: me");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_THAT(items[0].contexts[0], HasSubstr("passages.\n\n\nAnswer"));
  EXPECT_EQ(items[0].continuations, Strings{" me"});
}

TEST_F(TaskFiles, WikimqaNamesWhatIsWrong) {
  EXPECT_EQ(error_of(read_wikimqa, R"({"input": "a", "context": "b", "answers": []})"),
            "line 1.answers: expected 1 to 64 answers, found 0");
  EXPECT_EQ(error_of(read_wikimqa, R"({"input": "a", "context": "b", "answers": "c"})"),
            "line 1.answers: expected an array, found \"c\"");
  EXPECT_THAT(error_of(read_wikimqa, R"([{"question": "a", "context": [["b"]], "answer": "c"}])"),
              HasSubstr("[0].context[0]: expected a title and its sentences"));
  EXPECT_THAT(error_of(read_wikimqa, R"({"question": "a", "answer": "c"})"),
              HasSubstr("line 1.context: expected a value, found no such key"));
  EXPECT_EQ(error_of(read_wikimqa, "\n\nQ: a\nA: b"),
            "line 3: expected \"# METADATA:\", found something else");
  EXPECT_EQ(error_of(read_wikimqa, "# METADATA: {}\nQ: a\nA: b\n\n# METADATA: {}\nA: b\nQ: a\n"),
            "line 5: expected a record with lines \"Q: \" and \"A: \", found none");
}

class MmluFiles : public testing::Test {
 protected:
  MmluFiles() {
    folder_.write("test/high_school_physics_test.csv", kMmlu);
    folder_.write("test/anatomy_test.csv", kMmluLetters);
    folder_.write("dev/high_school_physics_dev.csv", kMmluLetters);
    folder_.write("dev/anatomy_dev.csv", kMmluLetters);
  }
  std::string error_of(const std::filesystem::path& path, std::int64_t few_shot) const {
    return support::input_error_of([&] { read_mmlu(path, few_shot); });
  }

  const support::TemporaryFolder folder_;
};

TEST_F(MmluFiles, AreReadInTheOrderOfTheirSubjects) {
  const auto items = read_mmlu(folder_.path(), 0);
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].subject, "anatomy");
  EXPECT_EQ(items[2].subject, "high_school_physics");
  EXPECT_EQ(items[2].contexts,
            Strings{"The following are multiple choice questions (with answers) about high school "
                    "physics.\n\nWhat is, say,\n\"force\"?\nA. mass\nB. a push, a pull\nC. \nD. "
                    "4\nAnswer:"});
  EXPECT_EQ(items[2].continuations, (Strings{" A", " B", " C", " D"}));
  EXPECT_EQ(items[2].answer, 1U);
  EXPECT_EQ(items[3].answer, 3U);
}

TEST_F(MmluFiles, BeginWithAnsweredQuestionsWhereAsked) {
  const auto items = read_mmlu(folder_.path() / "test/high_school_physics_test.csv", 1);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_THAT(items[1].contexts[0],
              HasSubstr("physics.\n\nOne?\nA. a\nB. b\nC. c\nD. d\nAnswer: B\n\nWho?\nA."));
  EXPECT_THAT(items[1].contexts[0], EndsWith("\nAnswer:"));
}

TEST_F(MmluFiles, FindAnsweredQuestionsBesideThem) {
  const auto file = folder_.write("flat/anatomy_test.csv", kMmluLetters);
  folder_.write("flat/anatomy_dev.csv", kMmlu);
  EXPECT_THAT(read_mmlu(file, 2)[0].contexts[0], HasSubstr("Who?"));
}

TEST_F(MmluFiles, NameWhatIsMissing) {
  EXPECT_EQ(error_of(folder_.path(), 3), (folder_.path() / "test/../dev/anatomy_dev.csv").string() +
                                             ": expected 3 answered questions, found 2");
  EXPECT_EQ(error_of(folder_.path() / "dev/nothing", 0),
            (folder_.path() / "dev/nothing").string() +
                ": expected a name such as anatomy_test.csv, which tells the subject, found "
                "nothing");
  EXPECT_EQ(error_of(folder_.path() / "dev", 0),
            (folder_.path() / "dev").string() + ": expected files SUBJECT_test.csv, found none");
  EXPECT_THAT(error_of(folder_.path() / "dev/no_test.csv", 0), HasSubstr("a readable file"));
}

TEST_F(MmluFiles, NameTheLineOfAnAnswerThatIsNone) {
  const auto file = folder_.write("x_test.csv", "q,a,b,c,d,A\nq,a,b,c,d,E\n");
  EXPECT_EQ(error_of(file, 0),
            file.string() + ": line 2: expected an answer A to D, or 0 to 3, found E");
}

TEST_F(MmluFiles, RefuseExamplesThatWouldFillTheMemory) {
  const auto file = folder_.write("big_test.csv", [] {
    std::string text;
    for (int i = 0; i < 300; ++i) text += "q,a,b,c,d,A\n";
    return text;
  }());
  folder_.write("big_dev.csv", std::string(1 << 20, 'x') + ",a,b,c,d,A\n");
  EXPECT_THAT(error_of(file, 1), HasSubstr("expected questions with examples of at most 256 MiB"));
}

}  // namespace
}  // namespace mllm_npu
