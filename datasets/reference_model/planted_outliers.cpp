#include "datasets/reference_model/planted_outliers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "datasets/reference_model/world/dice.h"
#include "engine/base/check.h"

namespace mllm_npu {
namespace {

// Half a block: an input that a norm makes, and the linears whose outliers it stands for.
struct Half {
  LinearInput input;
  WeightRole norm;
  std::array<LinearInput, 2> stands_for;
};
constexpr Half kHalves[] = {
    {LinearInput::kQkv, WeightRole::kAttentionNorm, {LinearInput::kQkv, LinearInput::kOutput}},
    {LinearInput::kGateUp, WeightRole::kFfnNorm, {LinearInput::kGateUp, LinearInput::kDown}}};

const Half& half_of(LinearInput input) {
  MLLM_NPU_CHECK(input == LinearInput::kQkv || input == LinearInput::kGateUp, "no norm makes it");
  return input == LinearInput::kQkv ? kHalves[0] : kHalves[1];
}

// The most important linear of the half; channels as its own input has.
LinearOutliers outliers_of(const ModelConfig& model, const OutlierProfile& profile,
                           std::int64_t layer, const Half& half) {
  LinearOutliers largest;
  for (const LinearInput input : half.stands_for) {
    for (const LinearRole role : roles_of(model, input)) {
      const LinearOutliers& of_role = profile.of(layer, role);
      largest.importance = std::max(largest.importance, of_role.importance);
      if (input == half.input) {
        largest.outlier_channels = std::max(largest.outlier_channels, of_role.outlier_channels);
      }
    }
  }
  return largest;
}

std::int64_t inputs_of(const ModelConfig& model, LinearInput input) {
  for (const LinearShape& linear : block_linears(model)) {
    if (input_of(linear.role) == input) return linear.k;
  }
  MLLM_NPU_CHECK(false, "no linear reads the input");
}

}  // namespace

std::vector<PlantedChannel> plan_outliers(const ModelConfig& model,
                                          const ModelInputStatistics& natural,
                                          const OutlierProfile& profile,
                                          const ModelConfig& profiled_model, std::uint64_t seed) {
  MLLM_NPU_CHECK(!model.parallel_block, model.name);
  Dice dice(seed);
  std::vector<PlantedChannel> planted;
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    for (const Half& half : kHalves) {
      const std::vector<float>& maxima = natural.of(layer, half.input).channel_max_abs;
      const float highest = *std::ranges::max_element(maxima);
      const LinearOutliers outliers = outliers_of(model, profile, layer, half);
      const double share =
          outliers.outlier_channels / static_cast<double>(inputs_of(profiled_model, half.input));
      const auto count = static_cast<std::size_t>(
          std::max(1L, std::lround(share * static_cast<double>(maxima.size()))));
      for (const std::size_t channel : dice.different(count, maxima.size())) {
        const double wanted = outliers.importance * static_cast<double>(highest / maxima[channel]);
        if (!std::isfinite(wanted)) continue;
        planted.push_back({.layer = layer,
                           .input = half.input,
                           .channel = static_cast<std::int64_t>(channel),
                           .factor = static_cast<float>(
                               std::exp2(std::max(0.0, std::round(std::log2(wanted)))))});
      }
    }
  }
  return planted;
}

PlantedWeights::PlantedWeights(const WeightSource& source, std::vector<PlantedChannel> channels)
    : source_(source), channels_(std::move(channels)) {}

void PlantedWeights::read_rows(const WeightId& id, std::int64_t first_row,
                               MatrixView<float> out) const {
  source_.read_rows(id, first_row, out);
  for (const PlantedChannel& planted : channels_) {
    if (planted.layer != id.layer || id.bias) continue;
    if (id.role == half_of(planted.input).norm) out(0, planted.channel) *= planted.factor;
    for (const LinearRole role : roles_of(model(), planted.input)) {
      if (id.role != weight_role_of(role)) continue;
      for (std::int64_t row = 0; row < out.rows; ++row) {
        out(row, planted.channel) /= planted.factor;
      }
    }
  }
}

}  // namespace mllm_npu
