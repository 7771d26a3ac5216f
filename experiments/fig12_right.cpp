// Fig. 12, right (section 3.3): what accuracy loses as the shadows of the least important linears
// are pruned, and where the curve has its knee. A checkpoint without tasks is judged by perplexity.

#include "experiments/accuracy/knee.h"
#include "experiments/accuracy/laboratory.h"
#include "experiments/accuracy/pruning_rates.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

using Curve = std::vector<std::pair<double, double>>;

ResultRow point_row(const std::string& model, const ModelConfig& config, const std::string& dataset,
                    double rate, std::vector<Measure> measures) {
  return make_row({{"model", model},
                   {"dataset", dataset},
                   {"pruning_rate", rate},
                   {"pruned_linears", pruned_linears(config, rate)}},
                  std::move(measures));
}

// The means over the tasks are what has a knee, if anything: single tasks are noisy.
void append_reference(Laboratory& laboratory, const ExperimentOptions& options,
                      std::vector<ResultRow>& rows) {
  const ModelConfig& model = laboratory.material().model();
  const std::vector<double> rates = asked_pruning_rates(options);
  std::vector<Way> ways;
  for (const double rate : rates) ways.push_back({.pruning_rate = rate / 100});
  const auto scores = laboratory.ask(ways);
  const std::vector<Task>& tasks = laboratory.tasks();
  Curve losses;
  Curve divergences;
  for (const double rate : rates) {
    losses.emplace_back(rate, 0);
    divergences.emplace_back(rate, 0);
  }
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    for (std::size_t rate = 0; rate < rates.size(); ++rate) {
      const TaskScore& score = scores[rate][task];
      const double loss = 100 * (scores[0][task].accuracy.value - score.accuracy.value);
      losses[rate].second += loss / static_cast<double>(tasks.size());
      divergences[rate].second += score.kl_divergence / static_cast<double>(tasks.size());
      rows.push_back(point_row(
          "reference", model, benchmark_of(tasks[task].name), rates[rate],
          {{"accuracy_loss", loss, "%"}, {"kl_divergence", score.kl_divergence, "nats"}}));
    }
  }
  for (std::size_t rate = 0; rate < rates.size(); ++rate) {
    rows.push_back(point_row("reference", model, "mean", rates[rate],
                             {{"accuracy_loss", losses[rate].second, "%"},
                              {"kl_divergence", divergences[rate].second, "nats"}}));
  }
  rows.push_back(make_row({{"model", "reference"}, {"dataset", "mean"}},
                          {{"accuracy_knee", knee_of(losses), "%"},
                           {"kl_divergence_knee", knee_of(divergences), "%"}}));
}

void append_checkpoint(CheckpointLab& checkpoint, const ExperimentOptions& options,
                       std::vector<ResultRow>& rows) {
  const std::vector<double> rates = asked_pruning_rates(options);
  for (const NamedTexts& corpus : checkpoint.corpora()) {
    Curve divergences;
    for (const double rate : rates) {
      const CorpusScore score = checkpoint.read(*checkpoint.engine(rate / 100), corpus);
      divergences.emplace_back(rate, score.kl_divergence);
      rows.push_back(point_row(checkpoint.name(), checkpoint.model(), corpus.name, rate,
                               perplexity_measures(score)));
    }
    rows.push_back(make_row({{"model", checkpoint.name()}, {"dataset", corpus.name}},
                            {{"kl_divergence_knee", knee_of(divergences), "%"}}));
  }
}

}  // namespace

std::vector<ResultRow> run_fig12_right(const World& world, const ExperimentOptions& options) {
  std::vector<ResultRow> rows;
  const auto laboratory = laboratory_of(world, options);
  append_reference(*laboratory, options, rows);
  if (!options.weights.empty()) append_checkpoint(laboratory->checkpoint(), options, rows);
  return rows;
}

}  // namespace mllm_npu
