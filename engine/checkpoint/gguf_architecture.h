#pragma once

// What GGUF's general.architecture fixes about a model's arithmetic, as llama.cpp computes it.

#include <span>
#include <string_view>

#include "engine/model/model_config.h"

namespace mllm_npu {

struct GgufArchitecture {
  std::string_view name;        // in general.architecture, and before its keys
  std::string_view model_type;  // what a file of it is read as
  Normalization normalization;  // a w that GGUF keeps is never w − 1
  Activation hidden_act;
  bool gated_mlp;
  bool parallel_block;
  bool scaled_embedding;   // by √hidden_size
  bool interleaved_heads;  // rotary pairs of q and k lie side by side
  bool partial_rotary;     // may rotate less than a head
  bool own_head_dim;       // heads may be wider or narrower than hidden_size / heads
  // Biases that llama.cpp looks for beside those of q, k and v, which it finds everywhere.
  bool output_bias;
  bool mlp_bias;
  bool lm_head_bias;
  bool may_tie;
  bool may_untie;
};

std::span<const GgufArchitecture> gguf_architectures();

}  // namespace mllm_npu
