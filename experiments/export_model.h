#pragma once

// Writes models as files: random ones, so that everything that needs a checkpoint can be tried
// without a download, and those of other files.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/checkpoint/checkpoint.h"
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

// Both check all they can, then call `progress` and write under a temporary name beside `output`,
// which they rename at the end. Errors: InputError
// when something lies at `output` that is not to be replaced, and as the writers have it.

// `model` with random weights of `seed` (random_weights.h) and a tokenizer for any text
// (byte_vocabulary.h). REQUIRES: vocab_size >= kMinByteVocabulary.
void export_random(const ModelConfig& model, std::uint64_t seed, const ExportTarget& target);

// What `checkpoint` holds, with its tokenizer where the form has a place for it:
// tokenizer files go from folder to folder, and into GGUF goes what gguf_vocabulary.h can make
// metadata of. Returns why there is no tokenizer in it now; "" where there is one.
std::string export_checkpoint(const Checkpoint& checkpoint, const ExportTarget& target);

}  // namespace mllm_npu
