#include "datasets/tasks/task_records.h"

#include <utility>

#include "datasets/tasks/task_files.h"
#include "engine/base/input_error.h"
#include "engine/text/text_steps.h"
#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

boost::json::value parse_line(std::string_view line, const std::string& file,
                              const std::string& place) {
  try {
    return parse_json(line, file);
  } catch (const InputError& error) {  // which knows no line but the first
    throw InputError(file, place, error.expected(), error.found());
  }
}

}  // namespace

std::string read_data_file(const std::filesystem::path& path) {
  std::string text = read_file(path);
  if (is_utf8(text)) return text;
  throw InputError(path.string(), "", "text in UTF-8", "other bytes");
}

void for_each_json_line(std::string_view text, const std::string& file,
                        const std::function<void(const JsonReader&)>& read) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = without_space_around(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    const std::string place = "line " + std::to_string(number);
    const boost::json::value json = parse_line(line, file, place);
    read(JsonReader(file, place, json));
  }
}

void for_each_element(std::string_view text, const std::string& file,
                      const std::function<void(const JsonReader&)>& read) {
  const boost::json::value json = parse_json(text, file);
  for (const JsonReader& element : JsonReader(file, "", json).elements()) read(element);
}

bool begins_with(char bracket, std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == bracket;
}

std::string text_of(const JsonReader& value) {
  if (!value.value().is_string()) value.fail("a string");
  const boost::json::string& text = value.value().get_string();
  return {text.data(), text.size()};
}

std::vector<std::string> texts_between(const JsonReader& value,
                                       const std::vector<std::string_view>& marks) {
  const std::string text = text_of(value);
  const auto refuse = [&](std::string_view mark) {
    value.fail("\"" + std::string(mark) + "\" in its place", text);
  };
  if (!text.starts_with(marks.front())) refuse(marks.front());
  if (!text.ends_with(marks.back())) refuse(marks.back());
  std::vector<std::string> parts;
  std::size_t begin = marks.front().size();
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const bool last = i + 1 == marks.size();
    const std::size_t end = last ? text.size() - marks[i].size() : text.find(marks[i], begin);
    if (end == std::string::npos || end < begin) refuse(marks[i]);
    parts.push_back(text.substr(begin, end - begin));
    begin = end + marks[i].size();
  }
  return parts;
}

void add_item(std::vector<TaskItem>& items, TaskItem item, const std::string& file) {
  if (items.size() == kMaxTaskItems) {
    throw InputError(file, "", "at most " + std::to_string(kMaxTaskItems) + " items", "more");
  }
  items.push_back(std::move(item));
}

}  // namespace mllm_npu
