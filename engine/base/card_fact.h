#pragma once

#include "engine/base/json.h"

namespace mllm_npu {

// Reads one number of a card, {"value", "unit", "source", "fitted_to"?}, in the card's unit.
// Errors: InputError for another unit, a missing source, a value outside [low, high], or any other
// key.
double read_fact(const JsonReader& fact, const char* unit, double low, double high);

// The card's "name", which must be the file's name.
std::string read_card_name(const JsonReader& card);

}  // namespace mllm_npu
