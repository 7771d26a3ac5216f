#pragma once

// Writes models as files: random ones, so that everything that needs a checkpoint can be tried
// without a download, and those of other files.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/checkpoint/weight_source.h"

namespace mllm_npu {

struct ExportTarget {
  enum class Form { kGguf, kSafetensors };  // a file; a Hugging Face folder

  Form form = Form::kSafetensors;
  StorageFormat format = StorageFormat::kF16;  // kQ8_0 in GGUF only
  std::filesystem::path output{};
  bool replace = false;  // what lies at `output`: a file, or a folder with a config.json
  WriteProgress progress = [](std::int64_t) {};
};

// Both write under a temporary name beside `output` and rename it at the end. Errors: InputError
// when something lies at `output` that is not to be replaced, and as the writers have it.

// `model` with random weights of `seed` (random_weights.h) and a tokenizer for any text
// (byte_vocabulary.h). REQUIRES: vocab_size >= kMinByteVocabulary.
void export_random(const ModelConfig& model, std::uint64_t seed, const ExportTarget& target);

// What open_checkpoint(weights) opens, with its tokenizer where the form has a place for it:
// tokenizer files go from folder to folder, and what SentencePiece, llama2.c or another GGUF file
// wrote goes into GGUF. Returns whether there is a tokenizer in it now.
bool export_checkpoint(const std::filesystem::path& weights, const ExportTarget& target);

}  // namespace mllm_npu
