#include "experiments/world.h"

#include "engine/base/data_root.h"
#include "engine/model/model_catalog.h"
#include "engine/soc/soc_catalog.h"

namespace mllm_npu {

std::unique_ptr<InferenceSystem> World::system(const std::string& name) const {
  if (name == "llama.cpp-cpu") return std::make_unique<LlamaCppCpu>(llama_cpp);
  return make_system(name);
}

World read_world() {
  World world;
  for (const std::string& name : device_names()) world.devices[name] = find_device(name);
  for (const std::string& name : model_names()) world.models[name] = find_model(name);
  world.llama_cpp = read_llama_cpp_card(card_path(system_folder(), "llama.cpp-cpu"));
  return world;
}

}  // namespace mllm_npu
