#pragma once

// A task asks a language model questions whose answers are known, as lm-evaluation-harness does,
// and LongBench.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mllm_npu {

enum class TaskForm {
  kChoice,    // one context, several continuations: which one is most likely? (HellaSwag, MMLU)
  kPartial,   // several contexts, one continuation: after which is it most likely? (WinoGrande)
  kLastWord,  // one context, one continuation: would greedy decoding write it? (LAMBADA)
  kAnswer,    // one context; which words has the answer that greedy decoding writes? (2WikiMQA)
};

// Continuations begin with the blank that separates them from their context; of kAnswer they are
// the accepted answers.
struct TaskItem {
  std::vector<std::string> contexts;       // one, or kPartial: one per choice
  std::vector<std::string> continuations;  // one per choice, or kPartial, kLastWord: one
  std::size_t answer = 0;                  // the right choice; kLastWord, kAnswer: 0
  std::string subject;                     // e.g. of MMLU, or empty
};

struct Task {
  std::string name;  // e.g. "lambada"
  TaskForm form = TaskForm::kChoice;
  std::vector<TaskItem> items;
  std::int64_t answer_tokens = 0;  // kAnswer: the longest answer
};

}  // namespace mllm_npu
