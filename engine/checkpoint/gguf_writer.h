#pragma once

// Writes a model as GGUF, as llama.cpp reads it.

#include <filesystem>

#include "engine/checkpoint/gguf_metadata.h"
#include "engine/checkpoint/stored_tensor.h"
#include "engine/checkpoint/weight_source.h"

namespace mllm_npu {

struct GgufWriteOptions {
  // Of embedding, linears and LM head: kF32, kF16 or kQ8_0. Norms and biases are always F32, and a
  // matrix whose rows are no whole blocks of Q8_0 is F16.
  StorageFormat format = StorageFormat::kF32;
  GgufMetadata vocabulary;  // from gguf_vocabulary.h; its tokens are as many as the model's
  WriteProgress progress{};
};

// One tensor after another, never a whole one in memory; `path` is never half written. Errors:
// InputError for a model that llama.cpp would compute otherwise (gguf_model_metadata()), a number
// that the format cannot hold, or a file that cannot be written.
// REQUIRES: `format` is one of the three; the vocabulary fits.
void write_gguf(const std::filesystem::path& path, const WeightSource& source,
                const GgufWriteOptions& options);

}  // namespace mllm_npu
