#pragma once

// The CPU's copy of weights for shadow outlier execution (§3.3): rows by input channel, of the
// linears that keep their shadow. Rows of hot channels stay in memory, rows of cold ones in a file
// on flash, from which they are read when a chunk needs them.

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/checkpoint/mapped_file.h"
#include "engine/checkpoint/safetensors.h"
#include "engine/graph/subgraph.h"
#include "engine/model/model_config.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

// Linears by layer and role.
using LinearPlace = std::pair<std::int64_t, LinearRole>;

// A linear's weights [outputs, inputs]; numbers ≈ scale · steps.
struct QuantizedWeights {
  MatrixView<const float> numbers;
  MatrixView<const std::int8_t> steps;
  float scale = 1;
};

// FNV-1a of int8 weights [outputs, inputs], transposed as the file has them.
std::uint64_t shadow_hash(MatrixView<const std::int8_t> weights);

// Name of a linear's tensor in the file.
std::string shadow_tensor_name(const LinearPlace& place);

// Writes the file: for every linear its int8 weights, transposed, as tensor shadow_tensor_name(),
// "layers.LAYER.NAME", [inputs, outputs] of a safetensors file; with scales per channel also
// "layers.LAYER.NAME.scale" [inputs], in units of the linear's own scale.
class ShadowFileWriter {
 public:
  // Errors, here and below: InputError when the file cannot be written.
  ShadowFileWriter(const std::filesystem::path& path, const ModelConfig& model,
                   std::vector<LinearPlace> linears,
                   ShadowScales scales = ShadowScales::kPerTensor);

  // The weights of the next linear, in the order of layers and roles; those of a linear that is not
  // in the file are passed over. Returns what ShadowWeights::hash() is of them, or 0.
  std::uint64_t append(std::int64_t layer, LinearRole role, const QuantizedWeights& weights);
  // REQUIRES: every linear's weights are there.
  void finish() { writer_.finish(); }

 private:
  std::vector<LinearPlace> linears_;
  ShadowScales scales_;
  SafetensorsWriter writer_;
};

class ShadowWeights {
 public:
  // Channels whose rows stay in memory, by layer and input, ascending.
  using HotChannels = std::vector<std::array<std::vector<std::int32_t>, kLinearInputs>>;

  // Errors: InputError when the file is missing, broken, or not of `model`.
  ShadowWeights(const std::filesystem::path& path, const ModelConfig& model,
                const HotChannels& hot);

  // True if the linear keeps its shadow.
  bool has(std::int64_t layer, LinearRole role) const { return linears_.contains({layer, role}); }
  // True if one that reads `input` does.
  bool has(std::int64_t layer, LinearInput input) const;

  // shadow_hash() of what the file has of the linear, which goes on over the scales where it has
  // some. REQUIRES: it keeps its shadow.
  std::uint64_t hash(std::int64_t layer, LinearRole role) const;

  bool hot(std::int64_t layer, LinearInput input, std::int32_t channel) const;
  // The row of a hot channel, [outputs]. REQUIRES: it is.
  std::span<const std::int8_t> hot_row(std::int64_t layer, LinearRole role,
                                       std::int32_t channel) const;
  // What one step of the channel's row is, in units of the linear's weight scale.
  float step(std::int64_t layer, LinearRole role, std::int32_t channel) const;
  // The row of a cold channel, which is read from flash now unless the system still has it, and may
  // be given up again; valid as long as this object.
  std::span<const std::int8_t> read_row(std::int64_t layer, LinearRole role,
                                        std::int32_t channel) const;

  // Of all linears together.
  std::int64_t hot_bytes() const { return hot_bytes_; }
  std::int64_t file_bytes() const { return static_cast<std::int64_t>(file_.bytes().size()); }

 private:
  struct Linear {
    MatrixView<const std::int8_t> rows;  // [inputs, outputs], in the file
    Matrix<std::int8_t> hot;             // [hot channels, outputs]
    std::vector<float> steps;            // [inputs], or empty: 1
  };

  std::span<const std::int32_t> hot_channels(std::int64_t layer, LinearInput input) const {
    return hot_[static_cast<std::size_t>(layer)][static_cast<std::size_t>(input)];
  }

  MappedFile file_;
  HotChannels hot_;
  std::map<LinearPlace, Linear> linears_;
  std::int64_t hot_bytes_ = 0;
};

}  // namespace mllm_npu
