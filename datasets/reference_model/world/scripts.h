#pragma once

// Things that people do step by step: what comes next? (asked as HellaSwag asks)

#include <string>

#include "datasets/reference_model/world/dice.h"
#include "datasets/tasks/task.h"

namespace mllm_npu {

// Somebody does something, now and then without one of its steps; never a pair of person and
// undertaking that is kept for tests.
std::string script_text(Dice& dice);
// Endings: the next step, a later one, one that was done, one of another undertaking.
TaskItem script_item(Dice& dice);

}  // namespace mllm_npu
