#pragma once

#include <string>

#include "engine/model/model_config.h"
#include "engine/quant/outlier_statistics_file.h"

namespace mllm_npu {

// What a preparation found, as two tables for people: by kind of input (over the layers), and which
// linears keep their shadow.
std::string preparation_report(const ModelConfig& model, const SavedStatistics& saved);

// Ascending numbers, runs of them as "0-3": "0-3 7 9-10"; "none" of none.
std::string runs_text(const std::vector<std::int64_t>& numbers);

}  // namespace mllm_npu
