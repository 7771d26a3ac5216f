#pragma once

// Flags of the commands that compute with a checkpoint.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/runtime/quantized_language_model.h"
#include "experiments/commands/technique_flags.h"
#include "experiments/loaded_model.h"

namespace mllm_npu {

class CommandLine;

struct ModelFlags {
  std::string weights;
  std::string device = "redmi-k70-pro";
  std::string calibration;  // path; "": the project's own texts
  std::string prepared;     // folder that `mllm-npu prepare` wrote; "": calibrate now
  bool fp32 = false;
  std::string quantizer;  // of another paper's method, or another engine's; "": W8A8
  TechniqueFlags techniques;
};

void add_model_flags(CommandLine& command, ModelFlags& flags);
// --quantizer: one of the catalogue, with its own defaults.
void add_quantizer_flag(CommandLine& command, ModelFlags& flags);
// "fp32", "W8A8" or the quantizer's name.
std::string numbers_of(const ModelFlags& flags);

// One of the numeric paths, ready to compute.
class ComputingModel {
 public:
  // For contexts of up to `context` tokens, at most the model's. Says on standard error what it
  // does that takes long. Where neither a tokenizer can be opened nor --calibration is given,
  // `tokens` are what W8A8 calibrates with, and it says so. Errors: InputError naming the flag or
  // the file.
  ComputingModel(OpenModel& open, const ModelFlags& flags, std::int64_t context,
                 std::span<const TokenId> tokens = {});

  ComputingModel(const ComputingModel&) = delete;
  ComputingModel& operator=(const ComputingModel&) = delete;

  LanguageModel& language_model();
  // The last prompt on the phone; nothing from other paths than the engine's.
  const PrefillResult* simulated() const;
  const DeviceSpec& device() const { return device_; }

 private:
  void compute_quantised(OpenModel& open, const ModelFlags& flags, const PrefillOptions& options,
                         std::int64_t context, std::span<const TokenId> tokens);

  DeviceSpec device_;
  std::unique_ptr<FloatPath> float_;
  std::unique_ptr<QuantizedLanguageModel> quantized_;
  std::unique_ptr<EnginePath> engine_;
};

}  // namespace mllm_npu
