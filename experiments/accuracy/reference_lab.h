#pragma once

// Where the accuracy experiments are made: the project's own model, one calibration of it, and
// every way of computing it.

#include <map>
#include <memory>
#include <string>

#include "engine/quant/outlier_statistics.h"
#include "experiments/accuracy/contender.h"
#include "experiments/accuracy/reference_material.h"

namespace mllm_npu {

// What the engine's scales are made of. §3.3 has 0.1 to 0.3 % of 2048 channels and more; of 128
// that is none. Two are allowed.
inline constexpr double kReferenceOutlierShare = 0.02;

class ReferenceLab {
 public:
  // Calibrates with the texts of `domain`. `material` and `device` must outlive it.
  ReferenceLab(const ReferenceMaterial& material, const DeviceSpec& device,
               WorldDomain domain = WorldDomain::kAll, Outliers outliers = Outliers::kPlanted);
  ReferenceLab(const ReferenceLab&) = delete;
  ReferenceLab& operator=(const ReferenceLab&) = delete;

  const ModelConfig& model() const { return material_.model(); }
  const DeviceSpec& device() const { return device_; }
  const WeightSource& weights() const { return material_.weights(outliers_); }
  std::int64_t calibration_tokens() const;

  // As the profiler finds them with a rule; kept for the next call.
  const OutlierStatistics& outliers(ScaleRule rule = ScaleRule::kOutlierChannels);
  // Likewise with other hot channels; not kept.
  OutlierStatistics outliers_with(double hot_channel_share) const;

  std::unique_ptr<Contender> floats() const;
  std::unique_ptr<Contender> quantizer(const std::string& name) const;
  // `rule`: how the scales are chosen; max-min goes without shadows, as nothing is clipped.
  std::unique_ptr<Contender> engine(double pruning_rate,
                                    ScaleRule rule = ScaleRule::kOutlierChannels);

 private:
  const ReferenceMaterial& material_;
  const DeviceSpec& device_;
  Outliers outliers_;
  TokenTexts corpus_;
  ModelInputStatistics statistics_;
  std::map<ScaleRule, OutlierStatistics> profiles_;
};

// Graphs are built for short texts as well.
PrefillOptions reference_options(double pruning_rate);

}  // namespace mllm_npu
