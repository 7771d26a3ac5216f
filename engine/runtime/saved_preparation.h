#pragma once

// The arithmetic half of the preparation stage (§3.1) on disk: a folder with preparation.json, what
// calibration found, and shadow.safetensors, the CPU's copy of the weights that keep a shadow.

#include <filesystem>
#include <optional>

#include "engine/checkpoint/weight_source.h"
#include "engine/execute/quantized_model.h"
#include "engine/quant/outlier_statistics_file.h"
#include "engine/runtime/prefill_options.h"

namespace mllm_npu {

// The files of a preparation in `folder`.
std::filesystem::path statistics_file_in(const std::filesystem::path& folder);
std::filesystem::path shadow_file_in(const std::filesystem::path& folder);

// Writes both, each of which has its name only when it is complete. `saved` says which linears keep
// their shadow; its hashes of weights are found here. Errors: InputError where `source` has numbers
// that are not finite, or a file cannot be written.
void save_preparation(const std::filesystem::path& folder, const WeightSource& source,
                      SavedStatistics saved);

struct SavedPreparation {
  std::filesystem::path folder;
  SavedStatistics saved;
  std::optional<Shadow> shadow;  // where the options ask for one
};

// Errors: InputError where a file is missing or broken, of another model, or not of the other file;
// or where it was made with other options than a calibration now would be: another pruning rate,
// share of hot channels or scales of the shadow; without a shadow, scales that clip.
SavedPreparation open_preparation(const std::filesystem::path& folder, const ModelConfig& model,
                                  const PrefillOptions& options);

// Sees the weights that are quantised now. Errors: InputError where they are not those that the
// preparation was made for. `preparation` must outlive it.
QuantizedLinearObserver weights_check(const SavedPreparation& preparation);

}  // namespace mllm_npu
