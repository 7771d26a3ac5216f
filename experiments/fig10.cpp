// Fig. 10 (section 3.3): channels of a chunk that have outliers, layer by layer: of the reference
// model, in which they are planted, and of a checkpoint, as the profiler finds them.

#include "experiments/accuracy/laboratory.h"
#include "experiments/accuracy/profiled_rows.h"
#include "experiments/experiment_catalog.h"

namespace mllm_npu {
namespace {

std::vector<Measure> measures_of(const InputOutliers& outliers, std::int64_t channels) {
  const double hot = outliers.outlier_channels > 0
                         ? 100 * outliers.hot_outlier_channels / outliers.outlier_channels
                         : 0;
  return {{"outlier_channels", outliers.outlier_channels, "channels"},
          {"outlier_channel_share", 100 * outliers.outlier_channels / static_cast<double>(channels),
           "%"},
          {"hot_outlier_share", hot, "%"}};
}

}  // namespace

std::vector<ResultRow> run_fig10(const World& world, const ExperimentOptions& options) {
  const auto laboratory = laboratory_of(world, options);
  std::vector<ResultRow> rows;
  for_each_linear(laboratory->material().model(), [&](std::int64_t layer,
                                                      const LinearShape& linear) {
    const LinearInput input = input_of(linear.role);
    ResultRow row = profiled_row("reference", layer, linear);
    row.measures = measures_of(laboratory->lab().outliers().of(layer, input), linear.k);
    row.measures.push_back({"planted_channels",
                            planted_in(laboratory->material(), layer, input).channels, "channels"});
    rows.push_back(std::move(row));
  });
  if (options.weights.empty()) return rows;
  const CheckpointLab& checkpoint = laboratory->checkpoint();
  for_each_linear(checkpoint.model(), [&](std::int64_t layer, const LinearShape& linear) {
    ResultRow row = profiled_row(checkpoint.name(), layer, linear);
    row.measures = measures_of(checkpoint.outliers().of(layer, input_of(linear.role)), linear.k);
    rows.push_back(std::move(row));
  });
  return rows;
}

}  // namespace mllm_npu
