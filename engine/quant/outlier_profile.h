#pragma once

// What a corpus shows about a model's outliers (§3.3): how many channels of each linear have them,
// and how important they are. Only statistics; who uses them decides what is pruned.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/model_config.h"

namespace mllm_npu {

struct LinearOutliers {
  double outlier_channels = 0;  // of a chunk, on average (Fig. 10)
  double importance = 0;        // max|outlier| / s over the corpus (Fig. 12)
  // Of the outlier channels, the share that is hot, where it was measured; else the options' one.
  std::optional<double> hot_share{};
};

struct OutlierProfile {
  std::string model;                                  // that was profiled
  std::vector<std::array<LinearOutliers, 7>> layers;  // [layers][LinearRole]

  const LinearOutliers& of(std::int64_t layer, LinearRole role) const {
    return layers[static_cast<std::size_t>(layer)][static_cast<std::size_t>(role)];
  }
};

// Reads a profile file: {"model", "source", "layers": [{"q_proj": {"outlier_channels",
// "importance"}, ...}, ...]}. Errors: InputError for unknown or missing keys, absurd values, and a
// model that is not the file's name.
OutlierProfile read_outlier_profile(const std::filesystem::path& path);

// The profile in engine/quant/catalog for `model`, or else the one of Qwen1.5-1.8B, which is the
// only model whose profile the paper prints, stretched to the model's depth.
OutlierProfile find_outlier_profile(const ModelConfig& model);

// Same profile over another number of layers: each takes the layer at the same relative depth.
OutlierProfile stretch(const OutlierProfile& profile, std::int64_t layers);

}  // namespace mllm_npu
