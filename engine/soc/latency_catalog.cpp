#include "engine/soc/latency_catalog.h"

#include "engine/base/input_error.h"
#include "engine/soc/peak_latency_model.h"

namespace mllm_npu {
namespace {

template <class Model>
std::unique_ptr<LatencyModel> make(const DeviceSpec& device) {
  return std::make_unique<Model>(device);
}

const LatencyModelEntry& find(const std::string& name) {
  std::string known;
  for (const LatencyModelEntry& entry : latency_model_catalog()) {
    if (entry.name == name) return entry;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw InputError("", "latency-model", "one of " + known, name);
}

}  // namespace

const std::vector<LatencyModelEntry>& latency_model_catalog() {
  static const std::vector<LatencyModelEntry> kModels = {
      {"card", "fitted constants of the SoC's card", make<CardLatencyModel>},
      {"peak", "what data sheets promise; nothing fitted", make<PeakLatencyModel>},
  };
  return kModels;
}

void check_latency_model(const std::string& name) { find(name); }

std::unique_ptr<LatencyModel> make_latency_model(const std::string& name,
                                                 const DeviceSpec& device) {
  return find(name).make(device);
}

}  // namespace mllm_npu
