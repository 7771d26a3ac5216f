#pragma once

// Words that the writer and the reader of a statistics file share.

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/model_config.h"

namespace mllm_npu {

inline constexpr const char* kStatisticsFormat = "mllm-npu outlier statistics 1";

// Of the shadow's own weights: without and with a scale for each input channel.
inline constexpr std::array<const char*, 2> kShadowScaleNames = {"per-tensor", "per-channel"};

// By LinearInput.
inline constexpr std::array<const char*, kLinearInputs> kLinearInputNames = {"qkv", "output",
                                                                             "gate_up", "down"};

// The sizes that tell models apart, by the name that they have in a file.
inline std::vector<std::pair<const char*, std::int64_t>> sizes_of(const ModelConfig& model) {
  return {{"hidden_size", model.hidden_size},
          {"intermediate_size", model.intermediate_size},
          {"num_hidden_layers", model.num_hidden_layers},
          {"num_attention_heads", model.num_attention_heads},
          {"num_key_value_heads", model.num_key_value_heads},
          {"head_dim", model.head_dim},
          {"vocab_size", model.vocab_size}};
}

// Channels of each input, by LinearInput.
inline std::array<std::int64_t, kLinearInputs> input_widths(const ModelConfig& model) {
  std::array<std::int64_t, kLinearInputs> widths{};
  for (const LinearShape& linear : block_linears(model)) {
    widths[static_cast<std::size_t>(input_of(linear.role))] = linear.k;
  }
  return widths;
}

}  // namespace mllm_npu
