#pragma once

#include <optional>

#include "datasets/paper/printed_number.h"
#include "experiments/world.h"

namespace mllm_npu {

// What the simulator says for a printed row, in the row's unit; nothing for rows that no model of
// this suite predicts. Factors of the row are read as REQUIRED names of the catalogues.
std::optional<double> predict(const PrintedNumber& row, const World& world);

// Length of the prompt at which Fig. 19's values hold (its caption says 512, its llama.cpp bar is
// that of 256 tokens) and at which Fig. 16's speeds meet Fig. 14's.
inline constexpr std::int64_t kAblationPromptLength = 256;

}  // namespace mllm_npu
