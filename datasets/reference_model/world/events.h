#pragma once

// What happened between two people, and why: whom does the reason speak of? (asked as WinoGrande
// asks)

#include <string>

#include "datasets/reference_model/world/dice.h"
#include "datasets/tasks/task.h"

namespace mllm_npu {

// Some events; no pair of people is one that is kept for tests with that event.
std::string event_text(Dice& dice);
// Events, and questions about whom something is true of; the same pairs.
std::string event_talk(Dice& dice);
// Contexts end with one name or the other, the continuation is the reason.
TaskItem event_item(Dice& dice);

}  // namespace mllm_npu
