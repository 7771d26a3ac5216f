#pragma once

// What the readers of the tasks' files share.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/tasks/task.h"
#include "engine/base/json.h"

namespace mllm_npu {

// The bytes of a data file. Errors: InputError as read_file(), and for what is not UTF-8.
std::string read_data_file(const std::filesystem::path& path);

// Calls `read` for every line of JSON Lines with its object, which errors call "line N"; blank
// lines are skipped.
void for_each_json_line(std::string_view text, const std::string& file,
                        const std::function<void(const JsonReader&)>& read);

// Calls `read` for every element of a JSON array.
void for_each_element(std::string_view text, const std::string& file,
                      const std::function<void(const JsonReader&)>& read);

// True for a text that begins as a JSON array, or as a JSON object, does.
bool begins_with(char bracket, std::string_view text);

// A string, which may be empty.
std::string text_of(const JsonReader& value);

// The texts between `marks`, which must stand in `text` in this order, the first at its beginning
// and the last at its end; each mark is looked for behind the one before it.
// Errors: as `value.fail()`.
std::vector<std::string> texts_between(const JsonReader& value,
                                       const std::vector<std::string_view>& marks);

// Adds an item. Errors: InputError naming `file` for more than kMaxTaskItems.
void add_item(std::vector<TaskItem>& items, TaskItem item, const std::string& file);

}  // namespace mllm_npu
