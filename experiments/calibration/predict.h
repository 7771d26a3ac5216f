#pragma once

#include <optional>

#include "datasets/paper/calibration_rows.h"
#include "experiments/world.h"

namespace mllm_npu {

// What the simulator says for a printed row, in the row's unit; nothing for rows that no model of
// this suite predicts. The energy of a GPU engine, none of which is simulated, is power times the
// duration that `rows` print for the same cell. REQUIRES: names in the row's factors are names of
// the catalogues.
std::optional<double> predict(const PrintedNumber& row, const World& world,
                              const CalibrationRows& rows);

}  // namespace mllm_npu
