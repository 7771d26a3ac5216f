#pragma once

// Flags of the commands that compute with a checkpoint.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

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
  TechniqueFlags techniques;
};

void add_model_flags(CommandLine& command, ModelFlags& flags);

// One of the two numeric paths, ready to compute.
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
  // The last prompt on the phone; nothing from the float path.
  const PrefillResult* simulated() const;
  const DeviceSpec& device() const { return device_; }

 private:
  void compute_quantised(OpenModel& open, const ModelFlags& flags, const PrefillOptions& options,
                         std::int64_t context, std::span<const TokenId> tokens);

  DeviceSpec device_;
  std::unique_ptr<FloatPath> float_;
  std::unique_ptr<EnginePath> engine_;
};

}  // namespace mllm_npu
