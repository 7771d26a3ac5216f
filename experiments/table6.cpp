// Table 6 (section 4.4): accuracy of the ways to quantise, each really computed.

#include "experiments/accuracy/reference_lab.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

struct Way {
  const char* title;      // as the paper prints it, where it does
  const char* quantizer;  // of the catalogue
};
constexpr Way kWays[] = {{"FP16", "fp16"},
                         {"SmoothQuant", "smooth-quant"},
                         {"LLM.int8()", "llm-int8"},
                         {"K-Quant", "k-quant-q4_k"},
                         {"Per-tensor", "per-tensor"},
                         {"Per-token", "per-token"},
                         {"AWQ", "awq"},
                         {"Hadamard", "hadamard"}};

}  // namespace

std::vector<ResultRow> run_table6(const World& world, const ExperimentOptions& options) {
  const ReferenceLab lab(world, options);
  const std::vector<Task> tasks = ReferenceLab::tasks(options);
  std::vector<std::unique_ptr<Contender>> contenders;
  std::vector<std::string> names;
  for (const Way& way : kWays) {
    contenders.push_back(lab.quantizer(way.quantizer));
    names.emplace_back(way.title);
  }
  contenders.push_back(
      lab.engine(PrefillOptions().pruning_rate, world.device(paper_devices(world).front())));
  names.emplace_back("shadow-outlier");
  std::vector<const Contender*> asked;
  for (const auto& contender : contenders) asked.push_back(contender.get());
  const auto scores = lab.ask(tasks, asked);
  std::vector<ResultRow> rows;
  for (std::size_t way = 0; way < names.size(); ++way) {
    for (std::size_t task = 0; task < tasks.size(); ++task) {
      rows.push_back(make_row({{"model", "reference"},
                               {"dataset", tasks[task].name},
                               {"benchmark", benchmark_of(tasks[task].name)},
                               {"quantizer", names[way]}},
                              accuracy_measures(scores[task][way])));
    }
  }
  return rows;
}

}  // namespace mllm_npu
