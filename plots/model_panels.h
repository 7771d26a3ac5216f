#pragma once

// Panels that stand side by side for the reference model, a checkpoint and the paper's models.

#include <string>

#include "plots/record_rows.h"

namespace mllm_npu {

// "reference, planted outliers"; a model of the paper with ", printed".
std::string model_title(const RecordRow& row);
// Rows that the paper printed.
bool is_printed(const RecordRow& row);

}  // namespace mllm_npu
