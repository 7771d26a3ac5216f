#include "experiments/commands/model_flags.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "baselines/quantizers/quantizer_catalog.h"
#include "engine/base/input_error.h"
#include "engine/soc/soc_catalog.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"

namespace mllm_npu {
namespace {

// Tokens need no tokenizer, and so should not their calibration.
std::vector<std::vector<TokenId>> corpus_of(OpenModel& open, const ModelFlags& flags,
                                            std::span<const TokenId> tokens) {
  if (!flags.calibration.empty()) return calibration_corpus(open, flags.calibration);
  if (tokens.empty()) return calibration_corpus(open, std::nullopt);
  try {
    open.tokenizer();
  } catch (const InputError& error) {
    std::cerr << "note: calibrates with the given tokens: " << error.what() << '\n';
    const std::size_t count =
        std::min(tokens.size(), static_cast<std::size_t>(kMaxCalibrationTokens));
    return {{tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(count)}};
  }
  return calibration_corpus(open, std::nullopt);
}

// What says how another method computes has no place for the engine's own.
void check_quantizer(const ModelFlags& flags, const PrefillOptions& options) {
  check_name_flag("--quantizer", flags.quantizer, names_of(quantizer_catalog()));
  const Factors techniques = technique_factors(options);
  std::string found = factors_text(techniques);
  if (flags.fp32) found = "--fp32";
  if (!flags.prepared.empty()) found = "--prepared";
  if (found.empty()) return;
  throw InputError("command line", "--quantizer", "no other way to compute beside it",
                   flags.quantizer + " with " + found);
}

}  // namespace

void add_quantizer_flag(CommandLine& command, ModelFlags& flags) {
  command.text("--quantizer", flags.quantizer,
               "Compute with a method of the catalogue (mllm-npu list) instead of W8A8");
}

std::string numbers_of(const ModelFlags& flags) {
  if (flags.fp32) return "fp32";
  return flags.quantizer.empty() ? "W8A8" : flags.quantizer;
}

void add_model_flags(CommandLine& command, ModelFlags& flags) {
  command.required_text("--weights", flags.weights,
                        "Hugging Face folder, .gguf file or llama2.c .bin file");
  command.flag("--fp32", flags.fp32, "Compute with the float reference instead of W8A8");
  command.text("--calibration", flags.calibration,
               "Text file to find the scales of W8A8 with (default: texts of this project)");
  command.text("--prepared", flags.prepared,
               "Folder that `mllm-npu prepare` wrote, instead of calibrating");
  command.text("--device", flags.device, "Simulated phone");
  add_technique_flags(command, flags.techniques);
}

ComputingModel::ComputingModel(OpenModel& open, const ModelFlags& flags, std::int64_t context,
                               std::span<const TokenId> tokens) {
  check_name_flag("--device", flags.device, device_names());
  device_ = find_device(flags.device);
  const PrefillOptions options = options_of(flags.techniques);
  check_computable(options);
  if (!flags.prepared.empty() && !flags.calibration.empty()) {
    throw InputError("command line", "--calibration", "no --prepared beside it", flags.prepared);
  }
  if (!flags.quantizer.empty()) check_quantizer(flags, options);
  if (flags.fp32) {
    float_ = std::make_unique<FloatPath>(open, resident_share());
    return;
  }
  compute_quantised(open, flags, options, std::min(context, open.model().max_position_embeddings),
                    tokens);
}

void ComputingModel::compute_quantised(OpenModel& open, const ModelFlags& flags,
                                       const PrefillOptions& options, std::int64_t context,
                                       std::span<const TokenId> tokens) {
  if (!flags.prepared.empty()) {
    SavedPreparation preparation = open_preparation(flags.prepared, open.model(), options);
    std::cerr << "quantising as " << flags.prepared << " was prepared\n";
    engine_ = std::make_unique<EnginePath>(open, std::move(preparation), device_, options, context);
    return;
  }
  const std::vector<std::vector<TokenId>> corpus = corpus_of(open, flags, tokens);
  if (!flags.quantizer.empty()) {
    std::cerr << "quantising with " << flags.quantizer << '\n';
    quantized_ =
        std::make_unique<QuantizedLanguageModel>(open.weights(), *make_quantizer(flags.quantizer),
                                                 inputs_of(open, corpus, resident_share()));
    return;
  }
  std::cerr << "calibrating and quantising\n";
  engine_ = std::make_unique<EnginePath>(open, corpus, device_, options, context, resident_share());
}

LanguageModel& ComputingModel::language_model() {
  if (float_ != nullptr) return float_->language_model();
  if (quantized_ != nullptr) return *quantized_;
  return engine_->language_model();
}

const PrefillResult* ComputingModel::simulated() const {
  return engine_ == nullptr ? nullptr : &engine_->language_model().simulated();
}

}  // namespace mllm_npu
