#pragma once

// Small models that compute: random weights in the architectures of the catalogue, their float
// reference and their W8A8 form.

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/checkpoint/random_weights.h"
#include "engine/execute/float_subgraphs.h"
#include "engine/execute/quantized_model.h"
#include "engine/execute/reference_model.h"

namespace mllm_npu::support {

// The architecture of a model of the catalogue with 2 narrow layers, no two of whose widths are
// equal by chance, 96 words and contexts of 128 tokens. A sliding window becomes 11 tokens.
ModelConfig tiny_model(const std::string& name);

// The same for contexts of 256 tokens, so that keys are more than one of the attention kernel's
// blocks of 64. A sliding window becomes 70 tokens.
ModelConfig long_tiny_model(const std::string& name);

// For tests over model_names(): "llama", "gemma", ...
std::string architecture_name(const ::testing::TestParamInfo<std::string>& tested);

// Tokens of the vocabulary.
std::vector<TokenId> random_tokens(const ModelConfig& model, std::int64_t count,
                                   std::uint64_t seed);

// `count` texts of `length` tokens.
std::vector<std::vector<TokenId>> random_corpus(const ModelConfig& model, std::int64_t count,
                                                std::int64_t length, std::uint64_t seed);

struct ComputingModel {
  // Scales come from calibration with four random texts, and are `scale_factor` times as large.
  explicit ComputingModel(const ModelConfig& model, float scale_factor = 1);
  ComputingModel(const ComputingModel&) = delete;
  ComputingModel& operator=(const ComputingModel&) = delete;

  const ModelConfig& model() const { return weights.model(); }
  std::vector<TokenId> tokens(std::int64_t count, std::uint64_t seed = 7) const {
    return random_tokens(model(), count, seed);
  }

  const RandomWeights weights;
  const ReferenceModel reference;
  const ActivationScales scales;
  const QuantizedModel quantized;
  const RotaryTable rotary;  // of max_position_embeddings positions
};

}  // namespace mllm_npu::support
