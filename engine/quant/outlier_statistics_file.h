#pragma once

// The outcome of the preparation stage's calibration as a file beside the checkpoint: scales,
// outlier channels and their counts, importance and hot channels, with what they were found with.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model_config.h"
#include "engine/quant/outlier_statistics.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

// As on the command line: "outlier-channels", "signed-percentile", "max-min".
const char* name_of(ScaleRule rule);
const std::vector<std::string_view>& scale_rule_names();
// REQUIRES: one of these names.
ScaleRule scale_rule_of(std::string_view name);

// What was read to find the statistics.
struct CorpusContext {
  std::string name;  // the file, or what else it is
  std::int64_t texts = 0;
  std::int64_t tokens = 0;
  std::uint64_t hash = 0;               // FNV-1a of every text's length and tokens
  std::optional<std::uint64_t> seed{};  // where the texts were drawn

  friend bool operator==(const CorpusContext&, const CorpusContext&) = default;
};

CorpusContext corpus_context(const std::string& name, std::span<const std::vector<TokenId>> corpus,
                             std::optional<std::uint64_t> seed = {});

// By layer and LinearRole: FNV-1a of the int8 weights, [inputs, outputs]; 0 for a gate that the
// model has not.
using WeightHashes = std::vector<std::array<std::uint64_t, 7>>;

struct SavedStatistics {
  CorpusContext corpus;
  OutlierOptions options;
  double pruning_rate = 0;      // of the linears whose shadow was written
  bool channel_scales = false;  // the shadow's own weights have a scale for each input channel
  OutlierStatistics statistics;
  WeightHashes weights{};  // of the model that was read; empty: not known
  // With channel_scales, of the shadow's weights and their scales; 0 for a linear without shadow.
  // Else empty: they are the model's.
  WeightHashes shadow_weights{};
};

// The same statistics give the same bytes, and reading gives the same statistics to the last bit.
// REQUIRES: `saved` is complete and of `model`. Errors: as write_file().
void write_outlier_statistics(const std::filesystem::path& path, const ModelConfig& model,
                              const SavedStatistics& saved);

// Errors: InputError for what is no such file, is of another model, or cannot have been found:
// unknown or missing keys, channels that the model has not, numbers that are not finite.
SavedStatistics read_outlier_statistics(const std::filesystem::path& path,
                                        const ModelConfig& model);

}  // namespace mllm_npu
