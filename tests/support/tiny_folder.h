#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/model_config.h"

namespace mllm_npu::support {

// LLaMA's architecture in some thousand numbers: hidden 16, FFN 32, 2 layers, 4 heads over 2, 20
// tokens.
ModelConfig tiny_model();

// Writes a Hugging Face folder of it with random weights of seed 7, in fp32. In the header of
// model.safetensors the first of each pair, wherever it stands, becomes the second.
void write_tiny_folder(const std::filesystem::path& folder,
                       const std::vector<std::pair<std::string, std::string>>& edits = {},
                       bool tied = false);

}  // namespace mllm_npu::support
