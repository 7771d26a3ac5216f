#include <array>

#include "datasets/tasks/task_files.h"
#include "datasets/tasks/task_records.h"
#include "engine/text/text_steps.h"

namespace mllm_npu {
namespace {

// Partial scoring: each option completes the sentence up to the gap, and what follows the gap is
// scored.
TaskItem item_of(const JsonReader& record, const std::string& sentence,
                 const std::array<std::string, 2>& options, std::size_t answer) {
  const std::size_t gap = sentence.find('_');
  if (gap == std::string::npos) record.fail("a sentence with a gap, _", sentence);
  const std::string before = sentence.substr(0, gap);
  const std::string_view behind = without_space_around(std::string_view(sentence).substr(gap + 1));
  if (behind.empty()) record.fail("text behind the gap, which is scored", sentence);
  return {.contexts = {before + options[0], before + options[1]},
          .continuations = {" " + std::string(behind)},
          .answer = answer,
          .subject = {}};
}

TaskItem plain_item(const JsonReader& line) {
  const std::string answer = line.at("answer").one_of({"1", "2"});
  return item_of(line, text_of(line.at("sentence")),
                 {text_of(line.at("option1")), text_of(line.at("option2"))}, answer == "1" ? 0 : 1);
}

TaskItem wrapped_item(const JsonReader& element) {
  const auto parts = texts_between(
      element.at("instruction"),
      {"Please choose the correct answer to fill in the blank to complete the given sentence: ",
       "\n\nOption1: ", " Option2: ", " Answer format: option1/option2"});
  const std::string answer = element.at("answer").one_of({"option1", "option2"});
  return item_of(element, parts[0], {parts[1], parts[2]}, answer == "option1" ? 0 : 1);
}

}  // namespace

std::vector<TaskItem> read_winogrande(const std::filesystem::path& path) {
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
