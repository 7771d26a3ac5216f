#pragma once

// How well does the model predict what it has not seen? The measure by which it was chosen.

#include <string>
#include <vector>

#include "experiments/calibration/calibrate.h"

namespace mllm_npu {

struct UnseenError {
  std::string model;
  std::string system;
  std::size_t rows = 0;            // fig14 rows of this model and system
  double mean_absolute_error = 0;  // relative
};

// For each model with fig14 rows of a simulated system: fits without any row of that model, then
// predicts them.
std::vector<UnseenError> leave_one_model_out(const World& world, const CalibrationRows& rows);

}  // namespace mllm_npu
