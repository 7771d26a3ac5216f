#pragma once

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

}  // namespace mllm_npu
