// Fig. 12, left (section 3.3): importance of each linear's outliers, max|outlier| over the clip of
// its static scale.

#include <algorithm>

#include "experiments/accuracy/laboratory.h"
#include "experiments/accuracy/profiled_rows.h"
#include "experiments/experiment_catalog.h"

namespace mllm_npu {
namespace {

// Where the linear stands between the first of the model and the last, in %.
double depth_of(const ModelConfig& model, std::int64_t index) {
  const std::int64_t last = model.num_hidden_layers * std::ssize(block_linears(model)) - 1;
  return 100 * static_cast<double>(index) / static_cast<double>(std::max<std::int64_t>(1, last));
}

// What planting aims at: the paper's importance of the linear at the same relative depth.
double printed_importance(const ReferenceMaterial& material, std::int64_t layer, LinearRole role) {
  return find_outlier_profile(material.model()).of(layer, role).importance;
}

}  // namespace

std::vector<ResultRow> run_fig12_left(const World& world, const ExperimentOptions& options) {
  const auto laboratory = laboratory_of(world, options);
  std::vector<ResultRow> rows;
  std::int64_t index = 0;
  const ReferenceMaterial& material = laboratory->material();
  for_each_linear(material.model(), [&](std::int64_t layer, const LinearShape& linear) {
    const LinearInput input = input_of(linear.role);
    ResultRow row = profiled_row("reference", layer, linear);
    row.measures = {
        {"depth", depth_of(material.model(), index++), "%"},
        {"importance", laboratory->lab().outliers().of(layer, input).importance(), "ratio"},
        {"planted_factor", planted_in(material, layer, input).factor, "x"},
        {"printed_importance", printed_importance(material, layer, linear.role), "ratio"}};
    rows.push_back(std::move(row));
  });
  if (options.weights.empty()) return rows;
  const CheckpointLab& checkpoint = laboratory->checkpoint();
  index = 0;
  for_each_linear(checkpoint.model(), [&](std::int64_t layer, const LinearShape& linear) {
    ResultRow row = profiled_row(checkpoint.name(), layer, linear);
    row.measures = {{"depth", depth_of(checkpoint.model(), index++), "%"},
                    {"importance",
                     checkpoint.outliers().of(layer, input_of(linear.role)).importance(), "ratio"}};
    rows.push_back(std::move(row));
  });
  return rows;
}

}  // namespace mllm_npu
