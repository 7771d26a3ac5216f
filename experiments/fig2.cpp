// Fig. 2 (section 2.3): what a graph costs on the NPU from set-up to free, for a whole model.
// The figure does not say how long the prompt of its execution is; here it has kPromptLength
// tokens, and what counts is the NPU's own work, as the figure times NPU graphs.

#include "engine/runtime/mllm_npu.h"
#include "experiments/experiment_catalog.h"
#include "experiments/microbenchmark.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";
constexpr std::int64_t kPromptLength = 64;

Measure milliseconds(SimTime time) { return {"duration", to_milliseconds(time), "ms"}; }

ResultRow model_row(const std::string& model, const char* step, SimTime time) {
  return make_row({{"model", model}, {"step", step}}, {milliseconds(time)});
}

SimTime npu_execution(const World& world, const std::string& model) {
  PrefillOptions options;
  options.shadow = false;
  options.chunk_lengths = {kPromptLength};
  return MllmNpu()
      .prefill({.model = world.model(model),
                .device = world.device(kDevice),
                .prompt_length = kPromptLength,
                .options = options})
      .metrics.npu_busy;
}

}  // namespace

std::vector<ResultRow> run_fig2(const World& world, const ExperimentOptions& /*options*/) {
  const NpuSpec& npu = world.device(kDevice).soc.npu;
  NpuRuntime runtime(npu);
  std::vector<ResultRow> rows;
  rows.push_back(make_row({{"step", "setup"}}, {milliseconds(runtime.set_up_environment())}));
  for (const char* model : {"qwen1.5-1.8b", "gemma-2b"}) {
    const GraphPreparation prices = graph_preparation(npu, world.model(model));
    rows.push_back(model_row(model, "build", prices.build));
    rows.push_back(model_row(model, "optimize", prices.optimize));
    rows.push_back(model_row(model, "execute", npu_execution(world, model)));
  }
  rows.push_back(make_row({{"step", "free"}}, {milliseconds(runtime.free_all())}));
  return rows;
}

}  // namespace mllm_npu
