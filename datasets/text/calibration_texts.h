#pragma once

#include <string>
#include <vector>

namespace mllm_npu {

// Short English texts of several kinds (stories, instructions, questions, code, letters) for
// calibration where the user gives none. Errors: InputError for a faulty data file.
std::vector<std::string> calibration_texts();

}  // namespace mllm_npu
