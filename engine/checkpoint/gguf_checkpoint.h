#pragma once

// A GGUF file as a checkpoint.

#include <filesystem>
#include <map>

#include "engine/checkpoint/checkpoint.h"
#include "engine/checkpoint/gguf.h"

namespace mllm_npu {

// The file's tensors by what they are in `model`, which gguf_model_config() made of it. q, k and v
// may lie in one. Errors: InputError for a tensor that `model` has no place for, or for one that is
// there both fused and by itself.
std::map<WeightId, StoredTensor> gguf_weights(const GgufFile& file, const ModelConfig& model);

// The model is named after the file. Errors: InputError as read_gguf(), gguf_model_config(),
// gguf_weights() and Checkpoint have it.
Checkpoint open_gguf(const std::filesystem::path& path);

}  // namespace mllm_npu
