#include "datasets/tasks/task_catalog.h"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>
#include <utility>

#include "datasets/tasks/task_files.h"
#include "engine/base/check.h"
#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

using Read = std::vector<TaskItem> (*)(const std::filesystem::path&);

struct Entry {
  std::string_view name;
  TaskForm form;
  Read read;  // nullptr: mmlu, which alone comes with answered questions
  std::int64_t answer_tokens = 0;
};

constexpr std::array<Entry, 6> kTasks = {{
    {"lambada", TaskForm::kLastWord, read_lambada},
    {"hellaswag", TaskForm::kChoice, read_hellaswag},
    {"winogrande", TaskForm::kPartial, read_winogrande},
    {"openbookqa", TaskForm::kChoice, read_openbookqa},
    {"mmlu", TaskForm::kChoice, nullptr},
    {"2wikimqa", TaskForm::kAnswer, read_wikimqa, kWikimqaAnswerTokens},
}};

const Entry& find_task(const std::string& name) {
  std::string known;
  for (const Entry& entry : kTasks) {
    if (entry.name == name) return entry;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw InputError("task", "", "one of " + known, name);
}

std::vector<TaskItem> read_items(const Entry& entry, const std::filesystem::path& path,
                                 std::int64_t few_shot) {
  if (entry.read == nullptr) return read_mmlu(path, few_shot);
  if (few_shot > 0) {
    throw InputError(path.string(), "", "no answered questions before " + std::string(entry.name),
                     std::to_string(few_shot));
  }
  return entry.read(path);
}

// Keeps `count` items, each set of them as likely as any other (but for less than items / 2^64).
void draw(std::vector<TaskItem>& items, std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> places(items.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(places[i], places[i + static_cast<std::size_t>(random() % (places.size() - i))]);
  }
  places.resize(count);
  std::sort(places.begin(), places.end());
  std::vector<TaskItem> drawn;
  for (const std::size_t place : places) drawn.push_back(std::move(items[place]));
  items = std::move(drawn);
}

}  // namespace

std::vector<std::string> task_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kTasks) names.emplace_back(entry.name);
  return names;
}

Task open_task(const std::string& name, const std::filesystem::path& path,
               const TaskOptions& options) {
  MLLM_NPU_CHECK(options.few_shot >= 0 && options.limit >= 0, std::to_string(options.limit));
  const Entry& entry = find_task(name);
  Task task{.name = name, .form = entry.form, .items = {}, .answer_tokens = entry.answer_tokens};
  task.items = read_items(entry, path, options.few_shot);
  if (task.items.empty()) throw InputError(path.string(), "", "at least one item", "none");
  const auto limit = static_cast<std::size_t>(options.limit);
  if (limit > 0 && limit < task.items.size()) {
    if (options.subset) {
      draw(task.items, limit, *options.subset);
    } else {
      task.items.resize(limit);
    }
  }
  return task;
}

}  // namespace mllm_npu
