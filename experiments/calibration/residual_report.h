#pragma once

#include <iosfwd>
#include <vector>

#include "experiments/calibration/leave_one_out.h"

namespace mllm_npu {

// Every constant with what it was fitted to, as lines of text.
void print_constants(const Calibration& calibration, std::ostream& out);

// Every row that was used: printed value, what the fit says, relative error; and the mean absolute
// error of each stage by table.
void print_residuals(const Calibration& calibration, std::ostream& out);

void print_unseen_errors(const std::vector<UnseenError>& errors, std::ostream& out);

}  // namespace mllm_npu
