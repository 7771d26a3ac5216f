#pragma once

#include "engine/model/model_config.h"

namespace mllm_npu::support {

// So small that an engine's time is worked out by hand: two layers of 144 linear weights (4×4, two
// 4×2, 4×4, two 4×8, 8×4), four query columns, two for keys, a head of 40 weights.
inline ModelConfig four_column_model() {
  ModelConfig model;
  model.name = "toy";
  model.hidden_size = 4;
  model.intermediate_size = 8;
  model.num_hidden_layers = 2;
  model.num_attention_heads = 2;
  model.num_key_value_heads = 1;
  model.head_dim = 2;
  model.vocab_size = 10;
  return model;
}

}  // namespace mllm_npu::support
