#pragma once

// Facts by subject, a few hundred (asked as MMLU asks, with the answers themselves for letters).

#include <string>

#include "datasets/reference_model/world/dice.h"
#include "datasets/tasks/task.h"

namespace mllm_npu {

// Facts of one subject in prose; any fact.
std::string subject_text(Dice& dice);
// As somebody asks and somebody answers; any fact.
std::string subject_talk(Dice& dice);
// Questions and answers as in an examination, about facts that are not kept for tests.
std::string subject_quiz(Dice& dice);
// Such a question about a fact that is kept: it was told, but never asked so. Endings: four answers
// to questions of this kind.
TaskItem subject_item(Dice& dice);

}  // namespace mllm_npu
