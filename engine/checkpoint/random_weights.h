#pragma once

// Weights for a model that has none: numbers of which every program with the same seed finds the
// same.

#include <cstdint>

#include "engine/checkpoint/weight_source.h"

namespace mllm_npu {

// Numbers that depend on the seed, the weight's identity and their place in it, on nothing else,
// and are the same on every machine. Evenly spread, with such sizes that activations stay near one
// through the blocks and logits spread by about two: a linear has a standard deviation of
// 1 / sqrt(inputs), a norm is near one, a bias is small.
class RandomWeights : public WeightSource {
 public:
  RandomWeights(ModelConfig model, std::uint64_t seed);

  const ModelConfig& model() const override { return model_; }
  void read_rows(const WeightId& id, std::int64_t first_row, MatrixView<float> out) const override;

 private:
  ModelConfig model_;
  std::uint64_t seed_;
};

}  // namespace mllm_npu
