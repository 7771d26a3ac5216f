#include "baselines/system_catalog.h"

#include "baselines/systems/engine_card.h"
#include "baselines/systems/naive_npu.h"
#include "baselines/systems/powerinfer_v2_npu.h"
#include "engine/base/data_root.h"
#include "engine/base/input_error.h"
#include "engine/runtime/mllm_npu.h"

namespace mllm_npu {
namespace {

template <class System>
std::unique_ptr<InferenceSystem> make(const EngineCard&) {
  return std::make_unique<System>();
}

template <class System>
std::unique_ptr<InferenceSystem> make_with_card(const EngineCard& card) {
  return std::make_unique<System>(card);
}

const SystemEntry& find_entry(const std::string& name) {
  std::string known;
  for (const SystemEntry& entry : system_catalog()) {
    if (entry.name == name) return entry;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw InputError("", "system", "one of " + known, name);
}

}  // namespace

const std::vector<SystemEntry>& system_catalog() {
  static const std::vector<SystemEntry> kSystems = {
      {"llama.cpp-cpu", "llama.cpp on all CPU cores, Q8_0", make_llama_cpp_cpu},
      {"mnn-cpu", "MNN on all CPU cores, INT8", make_mnn_cpu},
      {"tflite-cpu", "TFLite with XNNPACK on all CPU cores, INT8", make_tflite_cpu},
      {"tflite-gpu", "TFLite with its GPU delegate, FP16", make_tflite_gpu},
      {"mlc-llm-gpu", "MLC-LLM on OpenCL, 4-bit weights, FP16", make_mlc_llm_gpu},
      {"powerinfer-v2-npu", "PowerInfer-v2: whole layers on the NPU, weights from flash",
       make_with_card<PowerInferV2Npu>},
      {"naive-npu", "one NPU graph per prompt, per-group quantisation", make<NaiveNpu>, false},
      {"mllm-npu", "the engine: chunk-sharing graphs, shadow outliers, out-of-order subgraphs",
       make<MllmNpu>, false},
  };
  return kSystems;
}

std::unique_ptr<InferenceSystem> make_system(const std::string& name, const EngineCards& cards) {
  const SystemEntry& entry = find_entry(name);
  if (!entry.has_card) return entry.make({});
  const auto card = cards.find(name);
  if (card == cards.end()) {
    throw InputError((system_folder() / (name + ".json")).string(), "", "a card", "none");
  }
  return entry.make(card->second);
}

std::unique_ptr<InferenceSystem> make_system(const std::string& name) {
  find_entry(name);
  return make_system(name, read_engine_cards());
}

}  // namespace mllm_npu
