// How long it takes to simulate a whole prefill of LLaMA-2-7B on the Redmi K70 Pro.

#include <benchmark/benchmark.h>

#include "engine/model/model_catalog.h"
#include "engine/runtime/mllm_npu.h"
#include "engine/soc/soc_catalog.h"

namespace mllm_npu {
namespace {

// The execution stage alone, from a prompt to its metrics: graphs are prepared before.
// Target: median < 2 ms for 1024 tokens, < 100 ms for 32768.
void execution_stage(benchmark::State& state) {
  const ModelConfig model = find_model("llama-2-7b");
  const DeviceSpec device = find_device("redmi-k70-pro");
  const PrefillRequest request{
      .model = model, .device = device, .prompt_length = state.range(0), .options = {}};
  const PreparedModel prepared = prepare(model, device, request.options, {256});
  std::size_t subgraphs = 0;
  for (auto _ : state) {
    const PrefillResult result = execute(prepared, request, 256, SimTime{});
    subgraphs = result.trace->dag.nodes.size();
  }
  state.counters["subgraphs"] = static_cast<double>(subgraphs);
}
BENCHMARK(execution_stage)
    ->Arg(1024)
    ->Arg(32768)
    ->Unit(benchmark::kMillisecond)
    ->Repetitions(9)
    ->ReportAggregatesOnly();

// Preparation stage and execution stage, as an experiment calls them. No target.
void both_stages(benchmark::State& state) {
  const ModelConfig model = find_model("llama-2-7b");
  const DeviceSpec device = find_device("redmi-k70-pro");
  const PrefillRequest request{
      .model = model, .device = device, .prompt_length = state.range(0), .options = {}};
  for (auto _ : state) benchmark::DoNotOptimize(MllmNpu().prefill(request));
}
BENCHMARK(both_stages)->Arg(1024)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mllm_npu
