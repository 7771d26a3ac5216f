#pragma once

#include <vector>

#include "experiments/calibration/leave_one_out.h"
#include "experiments/text_table.h"

namespace mllm_npu {

// Every fitted constant: card, key, value, stage, and whether the rows determine it.
TextTable constant_table(const Calibration& calibration);

// The rows that the constants of each stage were fitted to.
TextTable stage_table(const Calibration& calibration);

// Every row that was used: printed value, what the fit says, relative error.
TextTable residual_table(const Calibration& calibration);

// Mean absolute relative error of each stage by table or figure, and system where rows have one.
TextTable mean_error_table(const Calibration& calibration);

TextTable unseen_error_table(const std::vector<UnseenError>& errors);

// Constants, stages, mean errors and errors on models left out, as Markdown for REPRODUCE.md.
std::string calibration_report(const Calibration& calibration,
                               const std::vector<UnseenError>& errors);

}  // namespace mllm_npu
