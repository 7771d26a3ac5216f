#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/runtime/inference_system.h"

namespace mllm_npu {

struct SystemEntry {
  const char* name;
  const char* summary;
  std::unique_ptr<InferenceSystem> (*make)();
};

// The systems of the evaluation, baselines first as in the paper's figures.
const std::vector<SystemEntry>& system_catalog();

// Reads the system's card and makes it. Errors: InputError for an unknown name or a faulty card.
std::unique_ptr<InferenceSystem> make_system(const std::string& name);

// Folder of the systems' cards below data_root().
std::filesystem::path system_folder();

}  // namespace mllm_npu
