#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/runtime/inference_system.h"

namespace mllm_npu {

struct EngineCard;  // baselines/systems/engine_card.h

struct SystemEntry {
  const char* name;
  const char* summary;
  // Takes the card of this name; of a system that has none, an empty one.
  std::unique_ptr<InferenceSystem> (*make)(const EngineCard& card);
  bool has_card = true;
};

// The systems of the evaluation, baselines first as in the paper's figures. To add one: a .cpp
// under systems/ with its make function, a declaration below, a line here, its source in
// CMakeLists.txt, and a card where it has constants.
const std::vector<SystemEntry>& system_catalog();

// Makes the system with the card that is at hand for it. Errors: InputError for an unknown name,
// or when the card of a system that has one is missing.
std::unique_ptr<InferenceSystem> make_system(const std::string& name,
                                             const std::map<std::string, EngineCard>& cards);

// As above, with the card as the file says. Errors: a faulty card as well.
std::unique_ptr<InferenceSystem> make_system(const std::string& name);

std::unique_ptr<InferenceSystem> make_llama_cpp_cpu(const EngineCard& card);
std::unique_ptr<InferenceSystem> make_mnn_cpu(const EngineCard& card);
std::unique_ptr<InferenceSystem> make_tflite_cpu(const EngineCard& card);
std::unique_ptr<InferenceSystem> make_tflite_gpu(const EngineCard& card);
std::unique_ptr<InferenceSystem> make_mlc_llm_gpu(const EngineCard& card);

}  // namespace mllm_npu
