#pragma once

// What people are like, and who of two does what for it (asked as WinoGrande asks).

#include <string>

#include "datasets/reference_model/world/dice.h"
#include "datasets/tasks/task.h"

namespace mllm_npu {

// What some people are like, and some events with two of them; never an event with two people that
// is kept for tests.
std::string event_text(Dice& dice);
// As questions: who of the two is ...? The same pairs.
std::string event_talk(Dice& dice);
// Contexts end with the one name or the other, the continuation is what only one of them does.
TaskItem event_item(Dice& dice);

}  // namespace mllm_npu
