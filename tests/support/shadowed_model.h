#pragma once

#include "engine/runtime/prepared_weights.h"
#include "tests/support/computing_model.h"

namespace mllm_npu::support {

// A small model that computes with shadows. The scales are so narrow that every tenth channel or so
// has outliers in a short text.
struct ShadowedModel {
  ShadowedModel(const ModelConfig& model, double pruning_rate);
  ShadowedModel(const ShadowedModel&) = delete;
  ShadowedModel& operator=(const ShadowedModel&) = delete;

  const ModelConfig& model() const { return weights.model(); }
  const QuantizedModel& quantized() const { return prepared.quantized(); }

  const RandomWeights weights;
  const ReferenceModel reference;
  const OutlierStatistics statistics;
  const PreparedWeights prepared;
  const RotaryTable rotary;  // of max_position_embeddings positions
};

}  // namespace mllm_npu::support
