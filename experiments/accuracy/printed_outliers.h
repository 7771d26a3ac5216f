#pragma once

#include <string>

#include "datasets/paper/printed_numbers.h"

namespace mllm_npu {

// Which share of a model's outliers the `channel_share` of its channels with the most of them have,
// by Fig. 11: the ranks that were read off it are joined by exponentials; the mean over its four
// linears. REQUIRES: the figure has the model; 0 <= channel_share <= 1.
double printed_hot_outlier_share(const PrintedNumbers& printed, const std::string& model,
                                 double channel_share);

}  // namespace mllm_npu
