// Figs. 10 to 12 (section 3.3): outliers of the reference model as the profiler finds them, layer
// by layer: channels of a chunk, how many of them are hot, and their importance.

#include "experiments/accuracy/reference_lab.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

// The largest factor with which a channel of the input was planted; 0: none was.
double planted_importance(const ReferenceLab& lab, std::int64_t layer, LinearInput input) {
  double largest = 0;
  for (const PlantedChannel& planted : lab.planted()) {
    if (planted.layer == layer && planted.input == input) {
      largest = std::max(largest, static_cast<double>(planted.factor));
    }
  }
  return largest;
}

}  // namespace

std::vector<ResultRow> run_fig10(const World& world, const ExperimentOptions& options) {
  const ReferenceLab lab(world, options);
  std::vector<ResultRow> rows;
  for (std::int64_t layer = 0; layer < lab.model().num_hidden_layers; ++layer) {
    for (const LinearShape& linear : block_linears(lab.model())) {
      const LinearInput input = input_of(linear.role);
      const InputOutliers& outliers = lab.outliers().of(layer, input);
      rows.push_back(
          make_row({{"model", "reference"}, {"linear", linear_name(linear.role)}, {"layer", layer}},
                   {{"outlier_channels", outliers.outlier_channels, "channels"},
                    {"outlier_channel_share",
                     100 * outliers.outlier_channels / static_cast<double>(linear.k), "%"},
                    {"hot_outlier_share",
                     outliers.outlier_channels > 0
                         ? 100 * outliers.hot_outlier_channels / outliers.outlier_channels
                         : 0,
                     "%"},
                    {"importance", outliers.importance(), "ratio"},
                    {"planted_factor", planted_importance(lab, layer, input), "x"}}));
    }
  }
  return rows;
}

}  // namespace mllm_npu
