// Fig. 16 (section 4.5): speed and accuracy by pruning rate. The speed is the phone's with the
// paper's model; the accuracy is computed by the engine with the reference model.

#include "experiments/ablation_steps.h"
#include "experiments/accuracy/laboratory.h"
#include "experiments/accuracy/pruning_rates.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";
constexpr const char* kModel = "qwen1.5-1.8b";

// The paper's points, in %, by benchmark; the reference model is asked at all of them.
struct Curve {
  const char* benchmark;
  std::vector<double> pruning_rates;
};
const std::vector<Curve>& curves() {
  static const std::vector<Curve> kCurves = {{"hellaswag", {0, 43.1, 81.3, 93.1, 100}},
                                             {"lambada", {0, 81.8, 90.2, 93.1, 100}}};
  return kCurves;
}

double speed(const World& world, double pruning_rate) {
  const PrefillResult result = world.system("mllm-npu")
                                   ->prefill({.model = world.model(kModel),
                                              .device = world.device(kDevice),
                                              .prompt_length = kAblationPromptLength,
                                              .options = {.pruning_rate = pruning_rate / 100}});
  return result.metrics.tokens_per_second();
}

void append_accuracy(const World& world, const ExperimentOptions& options,
                     std::vector<ResultRow>& rows) {
  const auto laboratory = laboratory_of(world, options);
  const std::vector<double> rates = asked_pruning_rates(options);
  std::vector<Way> ways;
  for (const double rate : rates) ways.push_back({.pruning_rate = rate / 100});
  const auto scores = laboratory->ask(ways);
  for (std::size_t task = 0; task < laboratory->tasks().size(); ++task) {
    const std::string& name = laboratory->tasks()[task].name;
    for (std::size_t rate = 0; rate < rates.size(); ++rate) {
      rows.push_back(make_row({{"model", "reference"},
                               {"dataset", name},
                               {"benchmark", benchmark_of(name)},
                               {"pruning_rate", rates[rate]}},
                              accuracy_measures(scores[rate][task])));
    }
  }
}

}  // namespace

std::vector<ResultRow> run_fig16(const World& world, const ExperimentOptions& options) {
  std::vector<ResultRow> rows;
  for (const Curve& curve : curves()) {
    for (const double rate : curve.pruning_rates) {
      rows.push_back(make_row({{"device", kDevice},
                               {"model", kModel},
                               {"dataset", curve.benchmark},
                               {"benchmark", curve.benchmark},
                               {"pruning_rate", rate}},
                              {{"prefill_tokens_per_second", speed(world, rate), "token/s"}}));
    }
  }
  append_accuracy(world, options, rows);
  return rows;
}

}  // namespace mllm_npu
