// Perplexity of every way to quantise: of the reference model as it was trained, without planted
// outliers, and with them; and of a checkpoint on text that it wrote itself and on LAMBADA's.

#include "baselines/quantizers/quantizer_catalog.h"
#include "experiments/accuracy/laboratory.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

struct NamedWay {
  std::string title;
  Way way;
};

// FP32, the catalogue, and the engine with every shadow and with the default pruning rate.
std::vector<NamedWay> named_ways() {
  std::vector<NamedWay> ways = {{"FP32", {.method = "fp32"}}};
  for (const QuantizerEntry& entry : quantizer_catalog()) {
    ways.push_back({entry.title, {.method = entry.name}});
  }
  ways.push_back({"unpruned", {.pruning_rate = 0}});
  ways.push_back({"shadow-outlier", {.pruning_rate = PrefillOptions().pruning_rate}});
  return ways;
}

ResultRow row_of(const std::string& model, const std::string& dataset, const NamedWay& named,
                 const CorpusScore& score) {
  return make_row({{"model", model}, {"dataset", dataset}, {"quantizer", named.title}},
                  perplexity_measures(score));
}

void append_reference(Laboratory& laboratory, const std::string& model, Outliers outliers,
                      std::vector<ResultRow>& rows) {
  const std::vector<NamedWay> named = named_ways();
  std::vector<Way> ways;
  for (const NamedWay& each : named) {
    ways.push_back(each.way);
    ways.back().outliers = outliers;
  }
  const std::vector<CorpusScore> scores = laboratory.read(ways, WorldDomain::kAll);
  for (std::size_t way = 0; way < ways.size(); ++way) {
    rows.push_back(row_of(model, "world", named[way], scores[way]));
  }
}

void append_checkpoint(CheckpointLab& checkpoint, const ExperimentOptions& options,
                       std::vector<ResultRow>& rows) {
  for (const NamedWay& named : named_ways()) {
    if (options.note) options.note(checkpoint.name() + ": " + named.title);
    const std::string& method = named.way.method;
    const auto contender = method == "fp32"     ? checkpoint.floats()
                           : method == "engine" ? checkpoint.engine(named.way.pruning_rate)
                                                : checkpoint.quantizer(method);
    for (const NamedTexts& corpus : checkpoint.corpora()) {
      rows.push_back(
          row_of(checkpoint.name(), corpus.name, named, checkpoint.read(*contender, corpus)));
    }
  }
}

}  // namespace

std::vector<ResultRow> run_quantizer_perplexity(const World& world,
                                                const ExperimentOptions& options) {
  const auto laboratory = laboratory_of(world, options);
  std::vector<ResultRow> rows;
  append_reference(*laboratory, "reference, as trained", Outliers::kNone, rows);
  append_reference(*laboratory, "reference", Outliers::kPlanted, rows);
  if (!options.weights.empty()) append_checkpoint(laboratory->checkpoint(), options, rows);
  return rows;
}

}  // namespace mllm_npu
