// Table 6 (section 4.4): accuracy of the ways to quantise, each really computed.

#include "experiments/accuracy/laboratory.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

struct TitledWay {
  const char* title;  // as the paper prints it, where it does
  Way way;
};

const std::vector<TitledWay>& titled_ways() {
  static const std::vector<TitledWay> kWays = {
      {"FP16", {.method = "fp16"}},
      {"SmoothQuant", {.method = "smooth-quant"}},
      {"LLM.int8()", {.method = "llm-int8"}},
      {"K-Quant", {.method = "k-quant-q4_k"}},
      {"Per-tensor", {.method = "per-tensor"}},
      {"Per-token", {.method = "per-token"}},
      {"AWQ", {.method = "awq"}},
      {"Hadamard", {.method = "hadamard"}},
      {"shadow-outlier", {.pruning_rate = PrefillOptions().pruning_rate}}};
  return kWays;
}

}  // namespace

std::vector<ResultRow> run_table6(const World& world, const ExperimentOptions& options) {
  const auto laboratory = laboratory_of(world, options);
  std::vector<Way> ways;
  for (const TitledWay& titled : titled_ways()) ways.push_back(titled.way);
  const auto scores = laboratory->ask(ways);
  std::vector<ResultRow> rows;
  for (std::size_t way = 0; way < ways.size(); ++way) {
    for (std::size_t task = 0; task < laboratory->tasks().size(); ++task) {
      const std::string& name = laboratory->tasks()[task].name;
      rows.push_back(make_row({{"model", "reference"},
                               {"dataset", name},
                               {"benchmark", benchmark_of(name)},
                               {"quantizer", titled_ways()[way].title}},
                              accuracy_measures(scores[way][task])));
    }
  }
  return rows;
}

}  // namespace mllm_npu
