#pragma once

#include "engine/model/model_config.h"

namespace mllm_npu {

// The same architecture with 4 layers or fewer, narrow widths (hidden_size a multiple of 64, no
// more than some hundreds) and 512 tokens: query heads per key and value head, the rotated share
// of a head, windows, activations and biases are the model's. Its name ends with "-small".
ModelConfig small_version(const ModelConfig& model);

}  // namespace mllm_npu
