#pragma once

// Rows about what the profiler sees, linear by linear (Figs. 10 to 12).

#include <cstdint>
#include <functional>
#include <string>

#include "engine/metrics/result_record.h"
#include "experiments/accuracy/reference_material.h"

namespace mllm_npu {

// By layer, then in the order of block_linears().
void for_each_linear(const ModelConfig& model,
                     const std::function<void(std::int64_t layer, const LinearShape&)>& body);

// Factors model, linear, layer; no measure yet.
ResultRow profiled_row(const std::string& model, std::int64_t layer, const LinearShape& linear);

// What was planted in an input: how many channels, and the largest factor; zeros: nothing was.
struct PlantedInput {
  double channels = 0;
  double factor = 0;
};
PlantedInput planted_in(const ReferenceMaterial& material, std::int64_t layer, LinearInput input);

}  // namespace mllm_npu
