#include "experiments/commands/model_flags.h"

#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

#include "engine/soc/soc_catalog.h"
#include "experiments/commands/flag_values.h"

namespace mllm_npu {

void add_model_flags(CLI::App& command, ModelFlags& flags) {
  command
      .add_option("--weights", flags.weights,
                  "Hugging Face folder, .gguf file or llama2.c .bin file")
      ->required();
  command.add_flag("--fp32", flags.fp32, "Compute with the float reference instead of W8A8");
  command.add_option("--calibration", flags.calibration,
                     "Text file to find the scales of W8A8 with (default: texts of this project)");
  command.add_option("--device", flags.device, "Simulated phone")->capture_default_str();
  add_technique_flags(command, flags.techniques);
}

ComputingModel::ComputingModel(OpenModel& open, const ModelFlags& flags, std::int64_t context) {
  check_name_flag("--device", flags.device, device_names());
  device_ = find_device(flags.device);
  const PrefillOptions options = options_of(flags.techniques);
  check_options(options);
  if (flags.fp32) {
    float_ = std::make_unique<FloatPath>(open);
    return;
  }
  std::optional<std::filesystem::path> text;
  if (!flags.calibration.empty()) text = flags.calibration;
  std::cerr << "calibrating and quantising\n";
  engine_ = std::make_unique<EnginePath>(open, calibration_corpus(open, text), device_, options,
                                         std::min(context, open.model().max_position_embeddings));
}

LanguageModel& ComputingModel::language_model() {
  if (float_ != nullptr) return float_->language_model();
  return engine_->language_model();
}

const PrefillResult* ComputingModel::simulated() const {
  return engine_ == nullptr ? nullptr : &engine_->language_model().simulated();
}

}  // namespace mllm_npu
