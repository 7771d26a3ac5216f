// Fig. 4 (section 2.3): latency of an operator and accuracy of the model for ways to quantise. The
// latency is the simulated phone's; the accuracy is the reference model's, on the task that stands
// for HellaSwag.

#include "baselines/systems/naive_npu.h"
#include "experiments/accuracy/laboratory.h"
#include "experiments/experiment_catalog.h"
#include "experiments/microbenchmark.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "xiaomi-14";
constexpr const char* kBenchmark = "hellaswag";

struct PlottedWay {
  const char* title;  // as the paper prints it
  bool per_group;
  Way way;
};

const std::vector<PlottedWay>& plotted_ways() {
  static const std::vector<PlottedWay> kWays = {
      {"Per-tensor", false, {.method = "per-tensor"}},
      {"SmoothQuant", false, {.method = "smooth-quant"}},
      {"K-Quant", true, {.method = "k-quant-q4_k"}},
      {"AWQ", true, {.method = "awq"}},
      {"Ours", false, {.pruning_rate = PrefillOptions().pruning_rate}}};
  return kWays;
}

void append_latencies(const DeviceSpec& device, std::vector<ResultRow>& rows) {
  for (const char* model : {"qwen1.5-1.8b", "llama-2-7b"}) {
    const MatmulShape shape = fig4_shape(model);
    for (const PlottedWay& plotted : plotted_ways()) {
      const SimTime latency = plotted.per_group ? group_matmul_latency(device, shape, kGroupSize)
                                                : matmul_latency(device, shape, "npu-int8");
      rows.push_back(make_row({{"device", kDevice}, {"model", model}, {"quantizer", plotted.title}},
                              {{"operator_latency", to_milliseconds(latency), "ms"}}));
    }
  }
}

}  // namespace

std::vector<ResultRow> run_fig4(const World& world, const ExperimentOptions& options) {
  std::vector<ResultRow> rows;
  append_latencies(world.device(kDevice), rows);
  const auto laboratory = laboratory_of(world, options);
  std::vector<Way> ways;
  for (const PlottedWay& plotted : plotted_ways()) ways.push_back(plotted.way);
  const auto scores = laboratory->ask(ways);
  for (std::size_t task = 0; task < laboratory->tasks().size(); ++task) {
    const std::string& name = laboratory->tasks()[task].name;
    if (benchmark_of(name) != kBenchmark) continue;
    for (std::size_t way = 0; way < ways.size(); ++way) {
      rows.push_back(make_row({{"model", "reference"},
                               {"dataset", name},
                               {"benchmark", kBenchmark},
                               {"quantizer", plotted_ways()[way].title}},
                              accuracy_measures(scores[way][task])));
    }
  }
  return rows;
}

}  // namespace mllm_npu
