#include <algorithm>
#include <utility>

#include "datasets/tasks/task_files.h"
#include "datasets/tasks/task_records.h"
#include "engine/base/input_error.h"
#include "engine/text/text_steps.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kMaxAnswers = 64;
constexpr std::string_view kRecord = "# METADATA:";
constexpr std::string_view kTitle = "Wikipedia Title: ";

// LongBench's prompt, dataset2prompt.json.
std::string prompt_of(const std::string& context, const std::string& question) {
  const std::string instruction =
      "Answer the question based on the given passages. Only give me the answer and do not output "
      "any other words.";
  return instruction + "\n\nThe following are given passages.\n" + context + "\n\n" + instruction +
         "\n\nQuestion: " + question + "\nAnswer:";
}

TaskItem item_of(const std::string& context, const std::string& question,
                 std::vector<std::string> answers) {
  for (std::string& answer : answers) answer.insert(0, " ");
  return {.contexts = {prompt_of(context, question)},
          .continuations = std::move(answers),
          .answer = 0,
          .subject = {}};
}

// Numbers what it adds.
class Passages {
 public:
  void add(std::string_view title, std::string_view text) {
    if (count_ > 0) context_ += '\n';
    context_ += "Passage " + std::to_string(++count_) + ":\n";
    context_.append(title).append("\n").append(text);
  }
  const std::string& context() const { return context_; }

 private:
  std::string context_;
  std::size_t count_ = 0;
};

TaskItem longbench_item(const JsonReader& line) {
  const JsonReader reader = line.at("answers");
  std::vector<std::string> answers;
  for (const JsonReader& answer : reader.elements()) answers.push_back(text_of(answer));
  if (answers.empty() || answers.size() > kMaxAnswers) {
    reader.fail("1 to " + std::to_string(kMaxAnswers) + " answers", std::to_string(answers.size()));
  }
  return item_of(text_of(line.at("context")), text_of(line.at("input")), std::move(answers));
}

TaskItem original_item(const JsonReader& record) {
  Passages passages;
  for (const JsonReader& passage : record.at("context").elements()) {
    const std::vector<JsonReader> parts = passage.elements();
    if (parts.size() != 2) passage.fail("a title and its sentences");
    std::string text;
    for (const JsonReader& sentence : parts[1].elements()) {
      text += (text.empty() ? "" : " ") + text_of(sentence);
    }
    passages.add(text_of(parts[0]), text);
  }
  return item_of(passages.context(), text_of(record.at("question")),
                 {text_of(record.at("answer"))});
}

TaskItem json_item(const JsonReader& record) {
  return record.has("input") ? longbench_item(record) : original_item(record);
}

std::string_view between(std::string_view text, std::size_t begin, std::size_t end) {
  return text.substr(begin, end - begin);
}

std::string_view without(std::string_view text, std::string_view beginning) {
  return text.starts_with(beginning) ? text.substr(beginning.size()) : text;
}

// Some files tell the model what to do in a line of its own.
std::string question_of(std::string_view text) {
  const bool told = text.starts_with("Answer the following question");
  const std::size_t end = told ? text.find('\n') : std::string_view::npos;
  return std::string(without_space_around(end == std::string_view::npos ? text : text.substr(end)));
}

std::string answer_of(std::string_view text) {
  constexpr std::string_view kAnswer = "So the answer is:";
  const std::size_t found = text.rfind(kAnswer);
  if (found == std::string_view::npos) return std::string(without_space_around(text));
  text = without_space_around(text.substr(found + kAnswer.size()));
  if (text.ends_with('.')) text.remove_suffix(1);
  return std::string(text);
}

// Of the text between two titles.
void add_passages(std::string_view text, Passages& passages) {
  while (text.starts_with(kTitle)) {
    const std::size_t next = text.find("\n" + std::string(kTitle), kTitle.size());
    const std::string_view passage = between(text, kTitle.size(), std::min(next, text.size()));
    const std::size_t end = std::min(passage.find('\n'), passage.size());
    passages.add(passage.substr(0, end), without_space_around(passage.substr(end)));
    text.remove_prefix(next == std::string_view::npos ? text.size() : next + 1);
  }
}

// A record behind its first line.
TaskItem text_item(std::string_view text, const std::string& file, const std::string& place) {
  const std::size_t question = text.starts_with("Q: ") ? 0 : text.rfind("\nQ: ");
  const std::size_t answer =
      question == std::string_view::npos ? question : text.find("\nA: ", question);
  if (answer == std::string_view::npos) {
    throw InputError(file, place, "a record with lines \"Q: \" and \"A: \"", "none");
  }
  Passages passages;
  add_passages(text.substr(0, question), passages);
  const std::string_view asked = between(text, question, answer);
  return item_of(passages.context(), question_of(without(without(asked, "\n"), "Q: ")),
                 {answer_of(text.substr(answer + 4))});
}

void read_text_form(std::string_view text, const std::string& file, std::vector<TaskItem>& items) {
  std::size_t line = 1;
  const auto skip = [&](std::size_t size) {
    const std::string_view passed = text.substr(0, size);
    line += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    text.remove_prefix(passed.size());
  };
  while (true) {
    skip(text.size() - without_space_before(text).size());
    if (text.empty()) return;
    const std::string place = "line " + std::to_string(line);
    if (!text.starts_with(kRecord)) {
      throw InputError(file, place, "\"" + std::string(kRecord) + "\"", "something else");
    }
    skip(std::min(text.find('\n'), text.size()));
    const std::size_t end = std::min(text.find("\n" + std::string(kRecord)), text.size());
    add_item(items, text_item(without(text.substr(0, end), "\n"), file, place), file);
    skip(end);
  }
}

}  // namespace

std::vector<TaskItem> read_wikimqa(const std::filesystem::path& path) {
  const std::string text = read_data_file(path);
  const std::string file = path.string();
  std::vector<TaskItem> items;
  const auto add = [&](const JsonReader& record) { add_item(items, json_item(record), file); };
  if (begins_with('[', text)) {
    for_each_element(text, file, add);
  } else if (begins_with('{', text)) {
    for_each_json_line(text, file, add);
  } else {
    read_text_form(text, file, items);
  }
  return items;
}

}  // namespace mllm_npu
