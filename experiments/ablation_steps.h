#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/runtime/prefill_options.h"

namespace mllm_npu {

// A step of Fig. 19: a system and the options under which it runs.
struct AblationStep {
  const char* name;    // as in the figure
  const char* system;  // of the system catalogue
  PrefillOptions options;
};

// llama.cpp-cpu, naive, +chunk, +outlier, +out-of-order.
//   naive          per prompt: build, optimise, per-group execution
//   +chunk         graphs are built before; still per group, a chunk after the other
//   +outlier       per tensor with shadow outlier execution, a chunk after the other
//   +out-of-order  Eq. 5
std::vector<AblationStep> ablation_steps();

// Length of the prompt at which Fig. 19's values hold (its caption says 512, its llama.cpp bar is
// that of 256 tokens) and at which Fig. 16's speeds meet Fig. 14's.
inline constexpr std::int64_t kAblationPromptLength = 256;

}  // namespace mllm_npu
