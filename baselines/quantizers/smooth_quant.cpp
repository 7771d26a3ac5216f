#include "baselines/quantizers/smooth_quant.h"

#include <algorithm>
#include <cmath>

#include "baselines/quantizers/w8a8_linear.h"
#include "engine/kernels/quantize.h"
#include "engine/quant/input_statistics.h"

namespace mllm_npu {
namespace {

constexpr float kSmallest = 1e-5F;  // the original's

bool follows_a_norm(const LinearGroup& group) {
  const LinearInput input = input_of(group.roles.front());
  return input == LinearInput::kQkv || input == LinearInput::kGateUp;
}

ActivationScale activation_scale(SmoothQuantLevel level) {
  switch (level) {
    case SmoothQuantLevel::kO1:
      return ActivationScale::kPerToken;
    case SmoothQuantLevel::kO2:
      return ActivationScale::kPerTensor;
    case SmoothQuantLevel::kO3:
      return ActivationScale::kStatic;
  }
  return ActivationScale::kStatic;
}

Matrix<float> smoothed(MatrixView<const float> weights, const std::vector<float>& factors) {
  Matrix<float> result(weights.rows, weights.columns);
  for (std::int64_t row = 0; row < weights.rows; ++row) {
    std::ranges::transform(weights.row(row), factors, result.row(row).begin(), std::multiplies<>());
  }
  return result;
}

}  // namespace

std::vector<float> smoothing_factors(std::span<const float> channel_max_abs,
                                     std::span<const MatrixView<const float>> weights,
                                     double migration_strength) {
  std::vector<float> of_weights(channel_max_abs.size(), kSmallest);
  for (const MatrixView<const float>& weight : weights) {
    for (std::int64_t row = 0; row < weight.rows; ++row) {
      std::ranges::transform(of_weights, weight.row(row), of_weights.begin(),
                             [](float most, float w) { return std::max(most, std::abs(w)); });
    }
  }
  std::vector<float> factors(channel_max_abs.size());
  std::ranges::transform(channel_max_abs, of_weights, factors.begin(), [&](float x, float w) {
    const double factor =
        std::pow(static_cast<double>(std::max(x, kSmallest)), migration_strength) /
        std::pow(static_cast<double>(w), 1 - migration_strength);
    return std::max(static_cast<float>(factor), kSmallest);
  });
  return factors;
}

std::string_view SmoothQuant::name() const {
  switch (level_) {
    case SmoothQuantLevel::kO1:
      return "smooth-quant-o1";
    case SmoothQuantLevel::kO2:
      return "smooth-quant-o2";
    case SmoothQuantLevel::kO3:
      break;
  }
  return "smooth-quant";
}

std::vector<std::unique_ptr<QuantizedLinear>> SmoothQuant::quantize(
    const LinearGroup& group, const InputStatistics& input) const {
  W8A8Form form{.weights = WeightScale::kPerTensor,
                .activations = activation_scale(level_),
                .static_max_abs = max_abs(input.channel_max_abs),
                .change = {}};
  if (!follows_a_norm(group)) return make_w8a8_linears(group, form);
  const std::vector<float> factors =
      smoothing_factors(input.channel_max_abs, group.weights, migration_strength_);
  form.change = [factors](std::span<float> row) {
    std::ranges::transform(row, factors, row.begin(), std::divides<>());
  };
  std::vector<float> largest = input.channel_max_abs;
  form.change(largest);
  form.static_max_abs = max_abs(largest);
  std::vector<std::unique_ptr<QuantizedLinear>> linears;
  for (const MatrixView<const float>& weights : group.weights) {
    linears.push_back(make_w8a8_linear(smoothed(weights, factors).view(), form));
  }
  return linears;
}

}  // namespace mllm_npu
