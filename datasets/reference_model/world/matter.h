#pragma once

// What things are made of, and what becomes of them: a fact, and a step of thought from it (asked
// as OpenBookQA asks).

#include <string>

#include "datasets/reference_model/world/dice.h"
#include "datasets/tasks/task.h"

namespace mllm_npu {

// A few things: what they are made of, and what becomes of them in some trials. Things whose trial
// is kept for tests are not put to it here; others of the same material are.
std::string matter_text(Dice& dice);
// The same as questions and answers.
std::string matter_talk(Dice& dice);
// Endings: what becomes of four materials in a trial that is kept.
TaskItem matter_item(Dice& dice);

}  // namespace mllm_npu
