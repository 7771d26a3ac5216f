#pragma once

#include <filesystem>

#include "engine/runtime/inference_system.h"

namespace mllm_npu {

// Kernel efficiencies of llama.cpp on the reference SoC, in SI units; two fitted constants.
struct LlamaCppConstants {
  double int8_throughput = 0;   // operations/s of the Q8_0 products, all cores
  double float_throughput = 0;  // operations/s of attention
};

// Reads baselines/catalog/llama.cpp-cpu.json. Errors: InputError, as for every card.
LlamaCppConstants read_llama_cpp_card(const std::filesystem::path& path);

// llama.cpp: Q8_0 groups on all CPU cores, one token batch after the other, attention over what is
// in the KV cache, LM head for the last token.
class LlamaCppCpu : public InferenceSystem {
 public:
  explicit LlamaCppCpu(const LlamaCppConstants& constants) : constants_(constants) {}
  std::string name() const override { return "llama.cpp-cpu"; }
  bool supported(const ModelConfig&, const DeviceSpec&) const override { return true; }
  PrefillResult prefill(const PrefillRequest& request) const override;

 private:
  double prefill_seconds(const PrefillRequest& request) const;

  LlamaCppConstants constants_;
};

}  // namespace mllm_npu
