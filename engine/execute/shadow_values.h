#pragma once

// The shadow of one chunk: residuals of the inputs, and what their float products are.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/execute/shadow_weights.h"
#include "engine/quant/shadow_outlier.h"

namespace mllm_npu {

// What a run had to fetch for its shadows.
struct ShadowCounts {
  std::int64_t chunks = 0;         // shadow products: one per chunk, layer and input
  std::int64_t outliers = 0;       // residuals that were multiplied, once per linear
  std::int64_t hot_channels = 0;   // gathered channels whose rows stood in memory
  std::int64_t cold_channels = 0;  // and those whose rows were read
  std::int64_t bytes_read = 0;

  ShadowCounts& operator+=(const ShadowCounts& other);
  friend bool operator==(const ShadowCounts&, const ShadowCounts&) = default;
};

class ShadowValues {
 public:
  // For chunks of `rows` rows. Takes memory only for inputs that have a shadow in some layer; of a
  // single row, as decoding has it, all that it will ever need. `weights` must outlive it.
  ShadowValues(const ModelConfig& model, const ShadowWeights& weights, std::int64_t rows);

  // Keeps what the quantisation of x cuts off, where `input` has a shadow in `layer`. Safe on
  // several threads for different rows.
  void collect(std::int64_t layer, LinearInput input, std::int64_t row, std::span<const float> x,
               float scale);

  // Reads the rows of cold channels that the first `tokens` rows need. REQUIRES: these rows were
  // collected.
  void fetch(std::int64_t layer, LinearInput input, std::int64_t tokens);

  // The shadow products of `input`, of the first `tokens` rows; fetches what fetch() did not.
  void multiply(std::int64_t layer, LinearInput input, std::int64_t tokens);

  // r · weightᵀ in steps, [outputs]; empty where the linear has no shadow in `layer`. REQUIRES:
  // multiply() was the last for this input.
  std::span<const float> sums(std::int64_t layer, LinearRole role, std::int64_t row) const;

  const ShadowCounts& counts() const { return counts_; }

 private:
  struct Linear {
    LinearRole role{};
    std::int64_t first = 0;  // of its columns in the sums
    std::int64_t outputs = 0;
    // Of the fetched layer, where it has a shadow there: for each of the input's channels the
    // weights, and what a step of them is.
    bool shadowed = false;
    std::vector<std::span<const std::int8_t>> rows{};
    std::vector<float> steps{};

    std::span<float> part_of(std::span<float> sums) const {
      return sums.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(outputs));
    }
  };
  struct Input {
    explicit Input(ResidualRows of_rows) : residuals(std::move(of_rows)) {}

    ResidualRows residuals;
    Matrix<float> sums;  // [rows, outputs of all linears]
    std::vector<Linear> linears;
    std::int64_t fetched_layer = -1;
    std::vector<std::int32_t> channels;  // ascending, of the fetched layer
  };

  Input& at(LinearInput input) { return inputs_[static_cast<std::size_t>(input)]; }
  const Input& at(LinearInput input) const { return inputs_[static_cast<std::size_t>(input)]; }
  void add_input(const ModelConfig& model, LinearInput input, std::int64_t rows);
  void fetch(std::int64_t layer, LinearInput input, std::int32_t channel, Linear& linear);
  static void multiply_row(Input& values, std::int64_t row);

  const ShadowWeights& weights_;
  std::vector<Input> inputs_;  // by LinearInput
  ShadowCounts counts_;
};

}  // namespace mllm_npu
