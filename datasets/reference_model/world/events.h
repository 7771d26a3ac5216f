#pragma once

// What people do for a living, and who of two knows what to do, what happens being known (asked as
// WinoGrande asks).

#include <string>

#include "datasets/reference_model/world/dice.h"
#include "datasets/tasks/task.h"

namespace mllm_npu {

// Somebody's trade, and some scenes with two people; never a scene with two people that is kept for
// tests.
std::string event_text(Dice& dice);
// As questions: who of the two is good at it? The same pairs.
std::string event_talk(Dice& dice);
// Contexts end with the one name or the other, the continuation is what only one of them does: it
// takes the scene and the trades of both to tell whom it speaks of.
TaskItem event_item(Dice& dice);

}  // namespace mllm_npu
