#pragma once

#include <optional>

#include "datasets/paper/printed_number.h"
#include "experiments/world.h"

namespace mllm_npu {

// What the simulator says for a printed row, in the row's unit; nothing for rows that no model of
// this suite predicts. REQUIRES: names in the row's factors are names of the catalogues.
std::optional<double> predict(const PrintedNumber& row, const World& world);

}  // namespace mllm_npu
