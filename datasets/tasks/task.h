#pragma once

// A task asks a language model questions whose answers are known, as lm-evaluation-harness does.

#include <cstddef>
#include <string>
#include <vector>

namespace mllm_npu {

enum class TaskForm {
  kChoice,    // one context, several continuations: which one is most likely? (HellaSwag, MMLU)
  kPartial,   // several contexts, one continuation: after which is it most likely? (WinoGrande)
  kLastWord,  // one context, one continuation: would greedy decoding write it? (LAMBADA)
};

// Continuations begin with the blank that separates them from their context.
struct TaskItem {
  std::vector<std::string> contexts;       // one, or kPartial: one per choice
  std::vector<std::string> continuations;  // one per choice, or kPartial, kLastWord: one
  std::size_t answer = 0;                  // the right choice; kLastWord: 0
  std::string subject;                     // e.g. of MMLU, or empty
};

struct Task {
  std::string name;  // e.g. "lambada"
  TaskForm form = TaskForm::kChoice;
  std::vector<TaskItem> items;
};

}  // namespace mllm_npu
