#include "baselines/system_catalog.h"

#include "baselines/systems/llama_cpp_cpu.h"
#include "baselines/systems/naive_npu.h"
#include "engine/base/data_root.h"
#include "engine/base/input_error.h"

namespace mllm_npu {
namespace {

std::unique_ptr<InferenceSystem> make_llama_cpp_cpu() {
  return std::make_unique<LlamaCppCpu>(
      read_llama_cpp_card(card_path(system_folder(), "llama.cpp-cpu")));
}

template <class System>
std::unique_ptr<InferenceSystem> make() {
  return std::make_unique<System>();
}

}  // namespace

std::filesystem::path system_folder() { return data_root() / "baselines/catalog"; }

const std::vector<SystemEntry>& system_catalog() {
  static const std::vector<SystemEntry> kSystems = {
      {"llama.cpp-cpu", "llama.cpp on all CPU cores, Q8_0", make_llama_cpp_cpu},
      {"naive-npu", "one NPU graph per prompt, per-group quantisation", make<NaiveNpu>},
      {"mllm-npu", "the engine: chunk-sharing graphs, shadow outliers, out-of-order subgraphs",
       make<MllmNpu>},
  };
  return kSystems;
}

std::unique_ptr<InferenceSystem> make_system(const std::string& name) {
  std::string known;
  for (const SystemEntry& entry : system_catalog()) {
    if (entry.name == name) return entry.make();
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw InputError("", "system", "one of " + known, name);
}

}  // namespace mllm_npu
