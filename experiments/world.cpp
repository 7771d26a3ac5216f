#include "experiments/world.h"

#include "engine/model/model_catalog.h"
#include "engine/soc/soc_catalog.h"

namespace mllm_npu {

std::unique_ptr<InferenceSystem> World::system(const std::string& name) const {
  return make_system(name, engines);
}

namespace {

template <class Card>
std::vector<std::string> present(std::vector<std::string> names,
                                 const std::map<std::string, Card>& cards) {
  std::erase_if(names, [&](const std::string& name) { return !cards.contains(name); });
  return names;
}

}  // namespace

std::vector<std::string> paper_devices(const World& world) {
  return present({"redmi-k70-pro", "redmi-k60-pro", "xiaomi-14"}, world.devices);
}

std::vector<std::string> paper_models(const World& world) {
  return present({"qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"},
                 world.models);
}

World read_world() {
  World world;
  for (const std::string& name : device_names()) world.devices[name] = find_device(name);
  for (const std::string& name : model_names()) world.models[name] = find_model(name);
  world.engines = read_engine_cards();
  return world;
}

}  // namespace mllm_npu
