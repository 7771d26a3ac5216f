#pragma once

#include <string>
#include <vector>

#include "engine/model/model_config.h"

namespace mllm_npu {

// Names of the model cards in engine/model/catalog below data_root(): the paper's five in the
// paper's order, then every other card by name. A new card needs no rebuild.
// Errors: InputError when the folder cannot be read.
std::vector<std::string> model_names();

// Reads the card of model `name`. Errors: InputError for an unknown name (lists the known ones) or
// a faulty card.
ModelConfig find_model(const std::string& name);

}  // namespace mllm_npu
