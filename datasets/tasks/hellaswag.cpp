#include <array>

#include "datasets/tasks/hellaswag_text.h"
#include "datasets/tasks/task_files.h"
#include "datasets/tasks/task_records.h"
#include "engine/base/input_error.h"
#include "engine/text/text_steps.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kLines = 6;        // of an item in the text form
constexpr std::size_t kMaxEndings = 64;  // of an item in JSON

TaskItem item_of(const std::string& context, const std::vector<std::string>& endings,
                 std::size_t label) {
  TaskItem item{
      .contexts = {hellaswag_text(context)}, .continuations = {}, .answer = label, .subject = {}};
  for (const std::string& ending : endings) {
    item.continuations.push_back(" " + hellaswag_text(ending));
  }
  return item;
}

std::string context_of(const JsonReader& line) {
  std::string context;
  if (line.has("activity_label")) context = text_of(line.at("activity_label")) + ": ";
  if (!line.has("ctx_a")) return context + text_of(line.at("ctx"));
  return context + text_of(line.at("ctx_a")) + " " + capitalized(text_of(line.at("ctx_b")));
}

// A number, or its text, as the data set's mirrors have it.
std::size_t label_of(const JsonReader& label, std::size_t endings) {
  const auto highest = static_cast<std::int64_t>(endings) - 1;
  if (!label.value().is_string()) return static_cast<std::size_t>(label.integer(0, highest));
  const std::string text = text_of(label);
  for (std::size_t i = 0; i < endings; ++i) {
    if (text == std::to_string(i)) return i;
  }
  label.fail("a label from 0 to " + std::to_string(highest));
}

void read_json_form(std::string_view text, const std::string& file, std::vector<TaskItem>& items) {
  for_each_json_line(text, file, [&](const JsonReader& line) {
    std::vector<std::string> endings;
    for (const JsonReader& ending : line.at("endings").elements()) {
      endings.push_back(text_of(ending));
    }
    if (endings.size() < 2 || endings.size() > kMaxEndings) {
      line.at("endings").fail("2 to " + std::to_string(kMaxEndings) + " endings",
                              std::to_string(endings.size()));
    }
    const std::size_t label = label_of(line.at("label"), endings.size());
    add_item(items, item_of(context_of(line), endings, label), file);
  });
}

std::string place_of(std::size_t line) { return "line " + std::to_string(line); }

TaskItem text_item(const std::array<std::string_view, kLines>& lines, const std::string& file,
                   std::size_t first_line) {
  const std::string_view label = lines[1];
  if (label.size() != 1 || label[0] < '0' || label[0] > '3') {
    throw InputError(file, place_of(first_line + 1), "a label from 0 to 3", std::string(label));
  }
  return item_of(std::string(lines[0]), {lines.begin() + 2, lines.end()},
                 static_cast<std::size_t>(label[0] - '0'));
}

void read_text_form(std::string_view text, const std::string& file, std::vector<TaskItem>& items) {
  std::array<std::string_view, kLines> lines;
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    text.remove_prefix(std::min(end + 1, text.size()));
    lines[count++ % kLines] = line;
    if (count % kLines == 0) add_item(items, text_item(lines, file, count - kLines + 1), file);
  }
  if (count % kLines == 0) return;
  throw InputError(file, place_of(count), "six lines an item: context, label, four endings",
                   "the end of the file");
}

}  // namespace

std::vector<TaskItem> read_hellaswag(const std::filesystem::path& path) {
  const std::string text = read_data_file(path);
  std::vector<TaskItem> items;
  const auto read = begins_with('{', text) ? read_json_form : read_text_form;
  read(text, path.string(), items);
  return items;
}

}  // namespace mllm_npu
