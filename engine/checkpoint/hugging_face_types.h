#pragma once

// What the transformers library takes for granted of each model_type: the defaults of its
// configuration class, and what its modelling code does without an option.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/model/model_config.h"

namespace mllm_npu {

struct HuggingFaceType {
  std::string_view model_type;
  std::string_view architecture;  // config.json's "architectures"

  // Defaults of keys that may be absent.
  std::int64_t num_key_value_heads = 0;  // 0: as many as num_attention_heads
  std::int64_t head_dim = 0;             // 0: hidden_size / num_attention_heads
  std::int64_t max_position_embeddings = 0;
  std::optional<std::int64_t> sliding_window{};
  std::string_view hidden_act = "silu";
  double norm_eps = 1e-6;
  double partial_rotary_factor = 1;
  bool tie_word_embeddings = false;

  // What its code always does.
  Normalization normalization = Normalization::kRmsNorm;
  bool phi_block = false;              // parallel, no gate, biases everywhere
  bool qkv_bias = false;               // without an option
  bool attention_bias_option = false;  // attention_bias: q, k, v and o
  bool mlp_bias_option = false;        // mlp_bias
  bool sliding_window_option = false;  // sliding_window
  bool window_layers_option = false;   // use_sliding_window, max_window_layers
  bool scaled_embedding = false;       // by the root of hidden_size
};

// llama, mistral, qwen2, gemma, phi.
std::span<const HuggingFaceType> hugging_face_types();

// Errors: InputError naming `file` and the types that are known.
const HuggingFaceType& find_hugging_face_type(const std::string& model_type,
                                              const std::string& file);

}  // namespace mllm_npu
