#pragma once

// The tasks that can be asked, each from the data files that others publish.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "datasets/tasks/task.h"

namespace mllm_npu {

struct TaskOptions {
  std::int64_t few_shot = 0;              // answered questions before each question
  std::int64_t limit = 0;                 // items to ask; 0: all
  std::optional<std::uint64_t> subset{};  // the seed that draws `limit` items; else the first ones
};

// "lambada", "hellaswag", "winogrande", "openbookqa", "mmlu", "2wikimqa"
std::vector<std::string> task_names();

// Reads the task called `name` from `path`: a file, or of mmlu also its folder. The forms that are
// known stand in task_files.h. Drawn items keep the file's order. Errors: InputError naming the
// known tasks for an unknown name; the file and its line for anything that is not as it should be.
// REQUIRES: few_shot and limit are not negative.
Task open_task(const std::string& name, const std::filesystem::path& path,
               const TaskOptions& options = {});

}  // namespace mllm_npu
