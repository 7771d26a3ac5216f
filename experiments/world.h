#pragma once

// Everything that the cards say, in memory: what predictions are made from.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "baselines/system_catalog.h"
#include "baselines/systems/engine_card.h"
#include "engine/model/model_config.h"
#include "engine/soc/soc_spec.h"

namespace mllm_npu {

struct World {
  std::map<std::string, DeviceSpec> devices;
  std::map<std::string, ModelConfig> models;
  EngineCards engines;

  // REQUIRES: a name of the catalogue.
  const DeviceSpec& device(const std::string& name) const { return devices.at(name); }
  const ModelConfig& model(const std::string& name) const { return models.at(name); }
  std::unique_ptr<InferenceSystem> system(const std::string& name) const;
};

// Reads all cards. Errors: InputError.
World read_world();

// The paper's three phones and five models, in its order, as far as they have cards: what its
// figures are made of. The world may hold others.
std::vector<std::string> paper_devices(const World& world);
std::vector<std::string> paper_models(const World& world);

}  // namespace mllm_npu
