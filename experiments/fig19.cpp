// Fig. 19 (section 4.6): prefill speed as one technique after the other is switched on.
//
// The caption says 512 tokens, but the figure's llama.cpp bar is that of 256 tokens in Fig. 14. So
// the rows that carry the figure's factors are those of 256 tokens; rows with a prompt_length show
// what the other lengths would give. With `pruning_rate` 0 all linears keep their shadow, another
// reading of "+outlier".

#include "experiments/ablation_steps.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";
constexpr const char* kModel = "qwen1.5-1.8b";

std::vector<Measure> measure(const World& world, const AblationStep& step, std::int64_t length) {
  const PrefillResult result = world.system(step.system)
                                   ->prefill({.model = world.model(kModel),
                                              .device = world.device(kDevice),
                                              .prompt_length = length,
                                              .options = step.options});
  return {{"prefill_tokens_per_second", result.metrics.tokens_per_second(), "token/s"},
          {"time_to_first_token", to_seconds(result.metrics.time_to_first_token), "s"},
          {"npu_bubble_rate", 100 * result.metrics.npu_bubble_rate, "%"},
          {"prompt_tokens", static_cast<double>(length), "token"}};
}

}  // namespace

std::vector<ResultRow> run_fig19(const World& world, const ExperimentOptions& options) {
  std::vector<ResultRow> rows;
  for (const AblationStep& step : ablation_steps()) {
    rows.push_back(make_row({{"device", kDevice}, {"model", kModel}, {"step", step.name}},
                            measure(world, step, kAblationPromptLength)));
  }
  if (options.quick) return rows;
  for (const std::int64_t length : {512, 1024}) {
    for (const AblationStep& step : ablation_steps()) {
      rows.push_back(make_row(
          {{"device", kDevice}, {"model", kModel}, {"step", step.name}, {"prompt_length", length}},
          measure(world, step, length)));
    }
  }
  for (const std::int64_t length : {256, 512, 1024}) {
    for (AblationStep step : ablation_steps()) {
      if (!step.options.shadow || std::string(step.system) != "mllm-npu") continue;
      step.options.pruning_rate = 0;
      rows.push_back(make_row({{"device", kDevice},
                               {"model", kModel},
                               {"step", step.name},
                               {"prompt_length", length},
                               {"pruning_rate", 0}},
                              measure(world, step, length)));
    }
  }
  return rows;
}

}  // namespace mllm_npu
