#pragma once

// What every engine that computes a model has to do, in whatever format.

#include <cstdint>

#include "engine/base/units.h"
#include "engine/model/model_config.h"

namespace mllm_npu {

inline double real(std::int64_t number) { return static_cast<double>(number); }

// Query-key pairs that a causal mask, and a sliding window, leave to queries [first, first + rows).
double attended_pairs(const ModelConfig& model, std::int64_t first, std::int64_t rows);

// Operations of both products of attention in all blocks: 4 per pair and query channel.
double attention_operations(const ModelConfig& model, std::int64_t first, std::int64_t rows);

// Every stored number at `bytes_per_weight`.
Bytes stored_weights(const ModelConfig& model, double bytes_per_weight);

}  // namespace mllm_npu
