#include "datasets/tasks/task_files.h"
#include "datasets/tasks/task_records.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kMaxChoices = 64;

TaskItem plain_item(const JsonReader& line) {
  const JsonReader question = line.at("question");
  const JsonReader key = line.at("answerKey");
  const std::string answer = text_of(key);
  TaskItem item{.contexts = {text_of(question.at("stem"))},
                .continuations = {},
                .answer = kMaxChoices,
                .subject = {}};
  for (const JsonReader& choice : question.at("choices").elements()) {
    if (item.answer == kMaxChoices && text_of(choice.at("label")) == answer) {
      item.answer = item.continuations.size();
    }
    item.continuations.push_back(" " + text_of(choice.at("text")));
  }
  if (item.continuations.size() < 2 || item.continuations.size() > kMaxChoices) {
    question.at("choices").fail("2 to " + std::to_string(kMaxChoices) + " choices",
                                std::to_string(item.continuations.size()));
  }
  if (item.answer == kMaxChoices) key.fail("the label of a choice");
  return item;
}

TaskItem wrapped_item(const JsonReader& element) {
  const auto parts = texts_between(
      element.at("instruction"),
      {"Please choose the correct answer to the question: ", "\n\nAnswer1: ", " Answer2: ",
       " Answer3: ", " Answer4: ", "\n\nAnswer format: answer1/answer2/answer3/answer4"});
  const std::string answer =
      element.at("answer").one_of({"answer1", "answer2", "answer3", "answer4"});
  TaskItem item{.contexts = {parts[0]},
                .continuations = {},
                .answer = static_cast<std::size_t>(answer.back() - '1'),
                .subject = {}};
  for (std::size_t i = 1; i < parts.size(); ++i) item.continuations.push_back(" " + parts[i]);
  return item;
}

}  // namespace

std::vector<TaskItem> read_openbookqa(const std::filesystem::path& path) {
  const std::string text = read_data_file(path);
  const std::string file = path.string();
  std::vector<TaskItem> items;
  if (begins_with('[', text)) {
    for_each_element(text, file, [&](const JsonReader& element) {
      add_item(items, wrapped_item(element), file);
    });
  } else {
    for_each_json_line(text, file,
                       [&](const JsonReader& line) { add_item(items, plain_item(line), file); });
  }
  return items;
}

}  // namespace mllm_npu
