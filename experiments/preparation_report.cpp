#include "experiments/preparation_report.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/runtime/shadow_plan.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

// "q_proj k_proj v_proj"
std::string linears_text(const ModelConfig& model, LinearInput input) {
  std::string text;
  for (const LinearRole role : roles_of(model, input)) {
    text += (text.empty() ? "" : " ") + std::string(linear_name(role));
  }
  return text;
}

std::vector<std::string> input_row(const ModelConfig& model, const OutlierStatistics& statistics,
                                   LinearInput input) {
  double channels = 0;
  double hot = 0;
  double importance = 0;
  double highest = 0;
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    const InputOutliers& found = statistics.of(layer, input);
    channels += found.outlier_channels;
    hot += found.hot_outlier_channels;
    importance += found.importance();
    highest = std::max(highest, found.importance());
  }
  const auto layers = static_cast<double>(model.num_hidden_layers);
  return {linears_text(model, input), rounded(channels / layers, 3),
          channels > 0 ? share(hot / channels) : "-", rounded(importance / layers, 3),
          rounded(highest, 3)};
}

}  // namespace

std::string runs_text(const std::vector<std::int64_t>& numbers) {
  std::string text;
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += (text.empty() ? "" : " ") + std::to_string(numbers[first]);
    if (last > first) text += "-" + std::to_string(numbers[last]);
    first = last + 1;
  }
  return text.empty() ? "none" : text;
}

std::string preparation_report(const ModelConfig& model, const SavedStatistics& saved) {
  TextTable inputs({"input of", "outlier channels per chunk", "of them hot", "mean importance",
                    "max importance"});
  for (std::size_t input = 0; input < kLinearInputs; ++input) {
    inputs.add(input_row(model, saved.statistics, static_cast<LinearInput>(input)));
  }
  const std::vector<LinearPlace> kept = shadowed_linears(
      model,
      shadow_plan(model, saved.statistics.profile(model), {.pruning_rate = saved.pruning_rate}));
  TextTable shadows({"linear", "layers that keep its shadow"});
  for (const LinearShape& linear : block_linears(model)) {
    std::vector<std::int64_t> layers;
    for (const auto& [layer, role] : kept) {
      if (role == linear.role) layers.push_back(layer);
    }
    shadows.add({linear_name(linear.role), runs_text(layers)});
  }
  return inputs.text() + "\n" + shadows.text();
}

}  // namespace mllm_npu
