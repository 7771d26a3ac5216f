#include "plots/style.h"

#include <algorithm>
#include <array>
#include <map>

namespace mllm_npu {
namespace {

constexpr std::array<const char*, 8> kPalette = {"#56B4E9", "#E69F00", "#009E73", "#F0E442",
                                                 "#CC79A7", "#D55E00", "#0072B2", "#999999"};

std::vector<Look> system_looks() {
  return {{"mlc-llm-gpu", "MLC-LLM (GPU)", "#E69F00"},
          {"tflite-gpu", "TFLite (GPU)", "#F0E442"},
          {"llama.cpp-cpu", "llama.cpp (CPU)", "#56B4E9"},
          {"mnn-cpu", "MNN (CPU)", "#0072B2"},
          {"tflite-cpu", "TFLite (CPU)", "#999999"},
          {"powerinfer-v2-npu", "PowerInfer-V2 (NPU)", "#CC79A7"},
          {"naive-npu", "naive NPU", "#009E73"},
          {"mllm-npu", "mllm-NPU", "#D55E00", true}};
}

std::vector<Look> processor_looks() {
  return {{"npu-int8", "NPU INT8", "#D55E00"},
          {"cpu-int8", "CPU INT8", "#56B4E9"},
          {"gpu-fp16", "GPU FP16", "#E69F00"},
          {"npu-fp16", "NPU FP16", "#CC79A7"}};
}

std::vector<Look> model_looks() {
  return {{"any model", "any model", "#999999"},   {"qwen1.5-1.8b", "Qwen1.5-1.8B", "#D55E00"},
          {"gemma-2b", "Gemma-2B", "#56B4E9"},     {"phi-2-2.7b", "Phi-2-2.7B", "#E69F00"},
          {"llama-2-7b", "LLaMA-2-7B", "#009E73"}, {"mistral-7b", "Mistral-7B", "#CC79A7"}};
}

std::vector<Look> memory_looks() {
  return {{"unshared", "own graph per chunk", "#56B4E9"},
          {"shared", "chunk-sharing graph", "#D55E00"},
          {"saved", "saved by sharing", "#F0E442"},
          {"shared_subgraphs", "shared subgraphs", "#999999"}};
}

std::vector<Look> component_looks() {
  return {{"base_energy", "rest of the phone", "#999999"},
          {"cpu_energy", "CPU", "#56B4E9"},
          {"gpu_energy", "GPU", "#E69F00"},
          {"npu_energy", "NPU", "#D55E00"},
          {"dram_energy", "DRAM", "#009E73"}};
}

std::vector<Look> owner_looks() {
  return {{"weight_memory", "weights", "#56B4E9"},
          {"graph_memory", "graphs", "#D55E00"},
          {"activation_memory", "activations", "#F0E442"},
          {"kv_cache_memory", "KV cache", "#009E73"},
          {"shadow_memory", "shadow", "#CC79A7"}};
}

std::vector<Look> time_looks() {
  return {{"npu_bubble_rate", "NPU bubbles", "#009E73"},
          {"makespan", "makespan", "#D55E00"},
          {"npu_busy_time", "NPU busy", "#56B4E9"},
          {"cpu_busy_time", "CPU busy", "#E69F00"}};
}

std::vector<Look> unit_looks() {
  return {{"NPU", "NPU", "#D55E00"}, {"CPU", "CPU", "#56B4E9"}, {"GPU", "GPU", "#E69F00"},
          {"npu", "NPU", "#D55E00"}, {"cpu", "CPU", "#56B4E9"}, {"gpu", "GPU", "#E69F00"}};
}

std::vector<Look> quantizer_looks() {
  return {{"FP16", "FP16", "#999999"},
          {"SmoothQuant", "SmoothQuant", "#56B4E9"},
          {"LLM.int8()", "LLM.int8()", "#E69F00"},
          {"K-Quant", "K-Quant", "#009E73"},
          {"Per-tensor", "per tensor", "#F0E442"},
          {"Per-token", "per token", "#CC79A7"},
          {"AWQ", "AWQ", "#0072B2"},
          {"Hadamard", "Hadamard", "#FFFFFF"},
          {"shadow-outlier", "mllm-NPU", "#D55E00", true},
          {"Ours", "mllm-NPU", "#D55E00", true}};
}

std::vector<Look> known_looks(const std::string& factor) {
  if (factor == "system") return system_looks();
  if (factor == "processor") return processor_looks();
  if (factor == "model") return model_looks();
  if (factor == "sharing") return memory_looks();
  if (factor == "component") return component_looks();
  if (factor == "owner") return owner_looks();
  if (factor == "time") return time_looks();
  if (factor == "unit") return unit_looks();
  if (factor == "quantizer") return quantizer_looks();
  return {};
}

std::string free_color(const std::vector<Look>& taken) {
  for (const char* color : kPalette) {
    const auto uses = [color](const Look& look) { return look.color == color; };
    if (std::none_of(taken.begin(), taken.end(), uses)) return color;
  }
  return palette_color(taken.size());
}

bool has_id(const std::vector<Look>& list, const std::string& id) {
  return std::any_of(list.begin(), list.end(), [&id](const Look& look) { return look.id == id; });
}

}  // namespace

std::vector<Look> looks(const std::string& factor, const std::vector<std::string>& ids) {
  std::vector<Look> result;
  for (const Look& look : known_looks(factor)) {
    if (std::find(ids.begin(), ids.end(), look.id) != ids.end()) result.push_back(look);
  }
  for (const std::string& id : ids) {
    if (!has_id(result, id)) result.push_back({id, display_name(id), free_color(result)});
  }
  return result;
}

std::string display_name(const std::string& id) {
  for (const char* factor : {"model", "system", "processor", "unit"}) {
    for (const Look& look : known_looks(factor)) {
      if (look.id == id) return look.label;
    }
  }
  const std::map<std::string, std::string> names = {{"redmi-k70-pro", "Redmi K70 Pro"},
                                                    {"redmi-k60-pro", "Redmi K60 Pro"},
                                                    {"xiaomi-14", "Xiaomi 14"},
                                                    {"QKV_Linear", "QKV linear"},
                                                    {"snapdragon-8-gen-3", "Snapdragon 8 Gen 3"},
                                                    {"snapdragon-8-gen-2", "Snapdragon 8 Gen 2"},
                                                    {"setup", "set up"}};
  const auto name = names.find(id);
  return name == names.end() ? id : name->second;
}

std::size_t palette_size() { return kPalette.size(); }

std::string palette_color(std::size_t index) { return kPalette.at(index % kPalette.size()); }

}  // namespace mllm_npu
