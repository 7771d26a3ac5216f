#include "experiments/accuracy/profiled_rows.h"

#include <algorithm>

#include "experiments/result_rows.h"

namespace mllm_npu {

void for_each_linear(const ModelConfig& model,
                     const std::function<void(std::int64_t layer, const LinearShape&)>& body) {
  const std::vector<LinearShape> linears = block_linears(model);
  for (std::int64_t layer = 0; layer < model.num_hidden_layers; ++layer) {
    for (const LinearShape& linear : linears) body(layer, linear);
  }
}

ResultRow profiled_row(const std::string& model, std::int64_t layer, const LinearShape& linear) {
  return make_row({{"model", model}, {"linear", linear_name(linear.role)}, {"layer", layer}}, {});
}

PlantedInput planted_in(const ReferenceMaterial& material, std::int64_t layer, LinearInput input) {
  PlantedInput found;
  for (const PlantedChannel& planted : material.planted()) {
    if (planted.layer != layer || planted.input != input) continue;
    ++found.channels;
    found.factor = std::max(found.factor, static_cast<double>(planted.factor));
  }
  return found;
}

}  // namespace mllm_npu
