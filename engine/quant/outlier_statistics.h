#pragma once

// What a corpus shows about the outliers of a model's activations (§3.3), input by input: which
// static scale ignores them, which channels have them, how often, and how important they are.
// Two passes over the corpus: the scales first, then what exceeds them.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/model/model_config.h"
#include "engine/quant/outlier_profile.h"
#include "engine/quant/per_tensor.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

// How the static scale s of an input is chosen; larger values than 127 s are outliers.
enum class ScaleRule {
  kOutlierChannels,   // of a chunk, so many channels exceed it on average (§3.3: 0.1 to 0.3 %)
  kSignedPercentile,  // 99.9th percentile of the signed values, as the released code has it
  kMaxMin,            // nothing exceeds it (§3.1)
};

struct OutlierOptions {
  ScaleRule rule = ScaleRule::kOutlierChannels;
  double outlier_channel_share = 0.003;  // of the channels; at least one channel
  std::int64_t chunk_length = 256;       // tokens among which a channel counts once (Fig. 10)
  double hot_channel_share = 0.03;       // of the channels, at least one; most frequent outliers
};

// One input over the corpus.
struct InputOutliers {
  float max_abs = 0;
  float clip = 0;                         // 127 s
  std::vector<std::int64_t> occurrences;  // [channels] tokens in which it is an outlier (Fig. 11)
  std::vector<std::int32_t> hot;          // channels, ascending
  double outlier_channels = 0;            // of a chunk, on average (Fig. 10)
  double hot_outlier_channels = 0;        // of them, those that are hot

  // max|outlier| / (127 s) (Fig. 12); 1 where nothing is an outlier.
  double importance() const {
    return clip > 0 ? static_cast<double>(max_abs) / static_cast<double>(clip) : 1;
  }
};

// By layer and LinearInput.
struct OutlierStatistics {
  std::vector<std::array<InputOutliers, kLinearInputs>> layers;

  const InputOutliers& of(std::int64_t layer, LinearInput input) const {
    return layers[static_cast<std::size_t>(layer)][static_cast<std::size_t>(input)];
  }

  ActivationScales scales() const;
  OutlierProfile profile(const ModelConfig& model) const;
  std::vector<std::array<std::vector<std::int32_t>, kLinearInputs>> hot_channels() const;
};

// First pass.
class ClipFinder {
 public:
  ClipFinder(const ModelConfig& model, const OutlierOptions& options);

  // The input of a linear, [tokens, inputs], some tokens of one text; an input that several linears
  // read counts once. Texts are cut into chunks from their beginning.
  void observe(std::int64_t layer, LinearRole role, MatrixView<const float> input);

  // With max_abs and clip filled in.
  OutlierStatistics statistics() const;

 private:
  struct Input {
    float max_abs = 0;
    std::int64_t channels = 0;
    std::int64_t values = 0;
    std::vector<float> chunk_maxima;   // of every chunk and channel
    std::vector<std::int64_t> bins{};  // positive values by their leading bits
  };

  float clip_of(const Input& input) const;
  float signed_percentile(const Input& input) const;

  const ModelConfig& model_;
  OutlierOptions options_;
  std::vector<std::array<Input, kLinearInputs>> layers_;
};

// Second pass.
class OutlierCounter {
 public:
  // `clips` comes from a ClipFinder.
  OutlierCounter(const ModelConfig& model, const OutlierOptions& options, OutlierStatistics clips);

  void observe(std::int64_t layer, LinearRole role, MatrixView<const float> input);

  // Complete.
  OutlierStatistics statistics() const;

 private:
  struct Chunks {
    std::vector<std::int64_t> touched;  // [channels] chunks in which it is an outlier
    std::int64_t count = 0;
  };

  const ModelConfig& model_;
  OutlierOptions options_;
  OutlierStatistics found_;
  std::vector<std::array<Chunks, kLinearInputs>> chunks_;
};

}  // namespace mllm_npu
