#pragma once

// Watches the inputs of all linears over a corpus and keeps what quantizers ask for.

#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "engine/model/model_config.h"
#include "engine/quant/quantizer.h"
#include "engine/tensor/matrix.h"

namespace mllm_npu {

struct InputSampling {
  std::int64_t rows = 256;  // kept of each input, or all if there are fewer
  std::uint64_t seed = 1;   // of the choice, in which every row has the same chance
};

// One input, row by row.
class InputCollector {
 public:
  InputCollector(std::int64_t inputs, const InputSampling& sampling);

  // REQUIRES: x has `inputs` columns.
  void observe(MatrixView<const float> x);

  // Of the rows so far; no columns were larger than 0 before the first.
  InputStatistics statistics() const;

 private:
  void sample(std::span<const float> row);

  std::vector<float> channel_max_abs_;
  Matrix<float> kept_;      // [sampling.rows, inputs]
  std::int64_t seen_ = 0;   // rows
  std::mt19937_64 random_;  // of the same seed for all inputs, which so keep the same tokens
};

struct ModelInputStatistics {
  std::vector<std::array<InputStatistics, kLinearInputs>> layers;  // [layers][LinearInput]

  const InputStatistics& of(std::int64_t layer, LinearInput input) const {
    return layers[static_cast<std::size_t>(layer)][static_cast<std::size_t>(input)];
  }
};

// All inputs of a model.
class ModelInputCollector {
 public:
  ModelInputCollector(const ModelConfig& model, const InputSampling& sampling);

  // The input of a linear, [tokens, inputs]. An input that several linears read counts once, as
  // that of the first of them.
  void observe(std::int64_t layer, LinearRole role, MatrixView<const float> input);

  ModelInputStatistics statistics() const;

 private:
  struct Input {
    LinearRole first;
    InputCollector collector;
  };

  std::vector<std::vector<Input>> layers_;  // [layers][LinearInput]
};

}  // namespace mllm_npu
