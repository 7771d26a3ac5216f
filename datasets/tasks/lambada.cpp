#include "datasets/tasks/task_files.h"
#include "datasets/tasks/task_records.h"

namespace mllm_npu {

std::vector<TaskItem> read_lambada(const std::filesystem::path& path) {
  std::vector<TaskItem> items;
  for_each_json_line(read_data_file(path), path.string(), [&](const JsonReader& line) {
    const JsonReader field = line.at("text");
    const std::string text = text_of(field);
    const std::size_t blank = text.rfind(' ');
    const bool one_word = blank == std::string::npos;
    const std::string word = one_word ? text : text.substr(blank + 1);
    if (word.empty()) field.fail("a text that ends with a word");
    add_item(items,
             {.contexts = {one_word ? "" : text.substr(0, blank)},
              .continuations = {" " + word},
              .answer = 0,
              .subject = {}},
             path.string());
  });
  return items;
}

}  // namespace mllm_npu
