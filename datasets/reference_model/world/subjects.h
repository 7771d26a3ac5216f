#pragma once

// Facts by subject, a few hundred, and questions about them with four lettered choices (asked as
// MMLU asks).

#include <string>

#include "datasets/reference_model/world/dice.h"
#include "datasets/tasks/task.h"

namespace mllm_npu {

// Facts of one subject in prose; any fact.
std::string subject_text(Dice& dice);
// As somebody asks and somebody answers; any fact.
std::string subject_talk(Dice& dice);
// Questions with choices, about facts that are not kept for tests.
std::string subject_quiz(Dice& dice);
// A question with choices about a fact that is kept: it was told, but never asked.
TaskItem subject_item(Dice& dice);

}  // namespace mllm_npu
