#pragma once

#include "datasets/paper/printed_numbers.h"

namespace mllm_npu {

// `printed`, and for each claim of the paper's text that an experiment tests one row more: with the
// experiment's ID, factors and measure, so that it stands beside the experiment's own numbers.
PrintedNumbers with_claims(const PrintedNumbers& printed);

}  // namespace mllm_npu
