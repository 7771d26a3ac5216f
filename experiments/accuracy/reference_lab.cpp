#include "experiments/accuracy/reference_lab.h"

#include "engine/runtime/input_statistics.h"
#include "engine/runtime/outlier_profiling.h"

namespace mllm_npu {

ReferenceLab::ReferenceLab(const ReferenceMaterial& material, const DeviceSpec& device,
                           WorldDomain domain, Outliers outliers)
    : material_(material),
      device_(device),
      outliers_(outliers),
      corpus_(material.calibration_texts(domain)),
      statistics_(collect_input_statistics(material.equations(outliers), corpus_)) {}

std::int64_t ReferenceLab::calibration_tokens() const {
  std::int64_t tokens = 0;
  for (const std::vector<TokenId>& text : corpus_) tokens += std::ssize(text);
  return tokens;
}

const OutlierStatistics& ReferenceLab::outliers(ScaleRule rule) {
  const auto found = profiles_.find(rule);
  if (found != profiles_.end()) return found->second;
  const OutlierOptions options{.rule = rule, .outlier_channel_share = kReferenceOutlierShare};
  return profiles_.emplace(rule, profile_outliers(material_.equations(outliers_), corpus_, options))
      .first->second;
}

OutlierStatistics ReferenceLab::outliers_with(double hot_channel_share) const {
  return profile_outliers(
      material_.equations(outliers_), corpus_,
      {.outlier_channel_share = kReferenceOutlierShare, .hot_channel_share = hot_channel_share});
}

std::unique_ptr<Contender> ReferenceLab::floats() const {
  return float_contender(material_.equations(outliers_));
}

std::unique_ptr<Contender> ReferenceLab::quantizer(const std::string& name) const {
  return quantizer_contender(weights(), name, statistics_);
}

std::unique_ptr<Contender> ReferenceLab::engine(double pruning_rate, ScaleRule rule) {
  PrefillOptions options = reference_options(pruning_rate);
  options.shadow = rule != ScaleRule::kMaxMin;
  return engine_contender(weights(), outliers(rule), options, device_,
                          model().max_position_embeddings);
}

PrefillOptions reference_options(double pruning_rate) {
  return {.chunk_lengths = {16, 32, 64, 128}, .pruning_rate = pruning_rate};
}

}  // namespace mllm_npu
