#pragma once

#include <filesystem>

namespace mllm_npu {

enum class CheckpointKind { kHuggingFace, kGguf, kLlama2c };

// By what lies at `path`: a folder, a file that begins with "GGUF", or another one that is named
// *.bin. Errors: InputError for anything else.
CheckpointKind checkpoint_kind(const std::filesystem::path& path);

}  // namespace mllm_npu
