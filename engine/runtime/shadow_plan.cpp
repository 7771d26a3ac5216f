#include "engine/runtime/shadow_plan.h"

#include <algorithm>
#include <cmath>

namespace mllm_npu {
namespace {

struct Candidate {
  std::size_t layer;
  LinearRole role;
  LinearOutliers outliers;
};

ShadowChannels channels_of(double outlier_channels, double hot_outlier_share) {
  const double all = std::ceil(outlier_channels);
  const double hot = std::floor(all * hot_outlier_share);
  return {.hot = std::lround(hot), .cold = std::lround(all - hot)};
}

}  // namespace

std::vector<LayerShadow> shadow_plan(const ModelConfig& model, const OutlierProfile& profile,
                                     const PrefillOptions& options) {
  if (!options.shadow) return {};
  std::vector<Candidate> linears;
  for (std::size_t layer = 0; layer < profile.layers.size(); ++layer) {
    for (const LinearShape& linear : block_linears(model)) {
      linears.push_back({.layer = layer,
                         .role = linear.role,
                         .outliers = profile.layers[layer][static_cast<std::size_t>(linear.role)]});
    }
  }
  std::stable_sort(linears.begin(), linears.end(), [](const Candidate& a, const Candidate& b) {
    return a.outliers.importance > b.outliers.importance;
  });
  const double kept = (1 - options.pruning_rate) * static_cast<double>(linears.size());
  linears.resize(static_cast<std::size_t>(std::lround(kept)));
  std::vector<LayerShadow> plan(profile.layers.size());
  for (const Candidate& linear : linears) {
    plan[linear.layer].of(linear.role) =
        channels_of(linear.outliers.outlier_channels,
                    linear.outliers.hot_share.value_or(options.hot_outlier_share));
  }
  return plan;
}

std::vector<LinearPlace> shadowed_linears(const ModelConfig& model,
                                          const std::vector<LayerShadow>& plan) {
  std::vector<LinearPlace> linears;
  for (std::size_t layer = 0; layer < plan.size(); ++layer) {
    for (const LinearShape& linear : block_linears(model)) {
      if (plan[layer].of(linear.role).count() == 0) continue;
      linears.emplace_back(static_cast<std::int64_t>(layer), linear.role);
    }
  }
  return linears;
}

KeptShadows kept_shadows(const ModelConfig& model, const std::vector<LayerShadow>& plan) {
  KeptShadows kept(static_cast<std::size_t>(model.num_hidden_layers));
  for (const auto& [layer, role] : shadowed_linears(model, plan)) {
    kept[static_cast<std::size_t>(layer)][static_cast<std::size_t>(role)] = true;
  }
  return kept;
}

}  // namespace mllm_npu
