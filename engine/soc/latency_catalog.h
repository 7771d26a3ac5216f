#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/soc/latency_model.h"

namespace mllm_npu {

struct LatencyModelEntry {
  const char* name;
  const char* summary;
  std::unique_ptr<LatencyModel> (*make)(const DeviceSpec& device);
};

// The latency models, the engine's own first.
const std::vector<LatencyModelEntry>& latency_model_catalog();

// Errors: InputError for an unknown name; it lists the names there are.
void check_latency_model(const std::string& name);

// The model called `name` for this phone. Errors: InputError that lists the names there are.
std::unique_ptr<LatencyModel> make_latency_model(const std::string& name, const DeviceSpec& device);

}  // namespace mllm_npu
