#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/model/model_config.h"
#include "experiments/experiment.h"

namespace mllm_npu {

// At which models are asked, in %, ascending, 0 first (Figs. 12 and 16).
inline std::vector<double> asked_pruning_rates(const ExperimentOptions& options) {
  if (options.quick) return {0, 85, 100};
  return {0, 50, 75, 85, 93, 100};
}

// As shadow_plan() rounds. `rate` in %.
inline std::int64_t pruned_linears(const ModelConfig& model, double rate) {
  const std::int64_t linears = model.num_hidden_layers * std::ssize(block_linears(model));
  return linears - std::lround((1 - rate / 100) * static_cast<double>(linears));
}

}  // namespace mllm_npu
