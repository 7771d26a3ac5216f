#include "experiments/commands/supported_pair.h"

#include "engine/base/input_error.h"
#include "engine/model/model_catalog.h"

namespace mllm_npu {
namespace {

// "gemma-2b, phi-2-2.7b"; "no model" when there is none.
std::string models_of(const InferenceSystem& system, const DeviceSpec& device) {
  std::string models;
  for (const std::string& name : model_names()) {
    if (!system.supported(find_model(name), device)) continue;
    models += (models.empty() ? "" : ", ") + name;
  }
  return models.empty() ? "no model" : models;
}

}  // namespace

void check_supported(const std::string& flag, const InferenceSystem& system,
                     const ModelConfig& model, const DeviceSpec& device, bool force) {
  if (force || system.supported(model, device)) return;
  throw InputError("command line", flag,
                   models_of(system, device) + ", as the paper runs on " + system.name() +
                       " (--force for others)",
                   model.name);
}

}  // namespace mllm_npu
