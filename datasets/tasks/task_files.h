#pragma once

// One reader per task: the published file and the form in which others pass it on. Each builds
// contexts and continuations as lm-evaluation-harness does, or LongBench. Errors, of all:
// InputError naming file, line or key for a file that cannot be read, is over 64 MiB, is not UTF-8,
// lacks a field or has it with another type, names an answer that is none of the choices, or holds
// no item or more than kMaxTaskItems.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "datasets/tasks/task.h"

namespace mllm_npu {

inline constexpr std::size_t kMaxTaskItems = std::size_t{1} << 18;

// JSON Lines with "text", whose last word is asked for.
std::vector<TaskItem> read_lambada(const std::filesystem::path& path);

// JSON Lines (activity_label, ctx_a, ctx_b, or ctx; endings; label), or text of six lines an item:
// context, label, four endings. The text form has the activity before its context but not the
// capital that lm-evaluation-harness gives to ctx_b.
std::vector<TaskItem> read_hellaswag(const std::filesystem::path& path);

// JSON Lines (sentence, option1, option2, answer "1" or "2"), or a JSON array whose "instruction"
// wraps the same, with the answer "option1" or "option2".
std::vector<TaskItem> read_winogrande(const std::filesystem::path& path);

// JSON Lines (question.stem, question.choices with text and label, answerKey), or a JSON array
// whose "instruction" wraps the same with four answers, and "answer1" to "answer4".
std::vector<TaskItem> read_openbookqa(const std::filesystem::path& path);

// SUBJECT_test.csv (or _val, _dev), or a folder with such files or with the folders test and dev.
// Six columns: question, four choices, and the answer as a letter or, under a header, an index.
// Answered questions come from SUBJECT_dev.csv: beside it, or in ../dev.
std::vector<TaskItem> read_mmlu(const std::filesystem::path& path, std::int64_t few_shot);

// 2WikiMultihopQA as LongBench asks it: passages and a question in its prompt, answered in at most
// kWikimqaAnswerTokens. JSON Lines of LongBench (input, context, answers); JSON Lines or a JSON
// array of the data set itself (question, context as [title, [sentences]] pairs, answer); or text
// of records that begin with "# METADATA:", with "Wikipedia Title:" before each passage, "Q:" and
// "A:", of whose reasoning only what follows "So the answer is:" counts. Of the last two, passages
// are numbered as LongBench does.
std::vector<TaskItem> read_wikimqa(const std::filesystem::path& path);
inline constexpr std::int64_t kWikimqaAnswerTokens = 32;

}  // namespace mllm_npu
