// Section 3.3, our question: what it costs to calibrate on texts of one domain and to read those of
// another, and what the released code's scale rule (99.9th percentile of the signed values) costs
// against the one that counts outlier channels by absolute value.

#include "experiments/accuracy/laboratory.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

struct NamedDomain {
  const char* name;
  WorldDomain domain;
};
constexpr NamedDomain kDomains[] = {{"tales", WorldDomain::kTales}, {"talk", WorldDomain::kTalk}};

struct NamedWay {
  const char* quantizer;
  const char* scale_rule;
  Way way;
};

const std::vector<NamedWay>& named_ways() {
  constexpr auto kSigned = ScaleRule::kSignedPercentile;
  static const std::vector<NamedWay> kWays = {
      {"FP32", "none", {.method = "fp32"}},
      {"Per-tensor", "max-min", {.method = "per-tensor"}},
      {"SmoothQuant", "max-min", {.method = "smooth-quant"}},
      {"shadow-outlier", "outlier-channels", {.pruning_rate = 0.85}},
      {"shadow-outlier", "signed-percentile", {.pruning_rate = 0.85, .rule = kSigned}},
      {"unpruned", "outlier-channels", {.pruning_rate = 0}},
      {"unpruned", "signed-percentile", {.pruning_rate = 0, .rule = kSigned}}};
  return kWays;
}

}  // namespace

std::vector<ResultRow> run_calibration_domain(const World& world,
                                              const ExperimentOptions& options) {
  const auto laboratory = laboratory_of(world, options);
  std::vector<Way> ways;
  for (const NamedDomain& calibrated : kDomains) {
    for (const NamedWay& named : named_ways()) {
      ways.push_back(named.way);
      ways.back().domain = calibrated.domain;
    }
  }
  std::vector<ResultRow> rows;
  for (const NamedDomain& tested : kDomains) {
    const std::vector<CorpusScore> scores = laboratory->read(ways, tested.domain);
    for (std::size_t place = 0; place < scores.size(); ++place) {
      const NamedWay& named = named_ways()[place % named_ways().size()];
      rows.push_back(make_row({{"model", "reference"},
                               {"calibrated_on", kDomains[place / named_ways().size()].name},
                               {"tested_on", tested.name},
                               {"quantizer", named.quantizer},
                               {"scale_rule", named.scale_rule}},
                              perplexity_measures(scores[place])));
    }
  }
  return rows;
}

}  // namespace mllm_npu
