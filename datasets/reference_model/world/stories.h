#pragma once

// Stories whose last word was said far back, and once: a thing that somebody has, alone or among
// others' things (asked as LAMBADA asks).

#include <string>

#include "datasets/reference_model/world/dice.h"
#include "datasets/tasks/task.h"

namespace mllm_npu {

// Who has what is, in both, never a pair that is kept for tests. The first is a list, told twice,
// mostly in two orders: the plainest way to ask.
std::string holdings_text(Dice& dice);
std::string story_text(Dice& dice);
// Whose last word is part of a pair that is kept.
TaskItem story_item(Dice& dice);

}  // namespace mllm_npu
