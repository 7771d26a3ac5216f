#pragma once

// A Hugging Face folder: config.json and model.safetensors, whole or in shards.

#include <filesystem>

#include "engine/checkpoint/checkpoint.h"
#include "engine/checkpoint/weight_source.h"

namespace mllm_npu {

// Errors: as open_checkpoint(). The model has the folder's name.
Checkpoint open_hugging_face(const std::filesystem::path& folder);

// Writes config.json and model.safetensors into `folder`, the numbers in a plain `format`, in the
// form that hugging_face_form.h tells of. Errors:
// InputError when a file cannot be written, config.json cannot describe the model, or a number is
// beyond the range of `format`.
void write_hugging_face(const std::filesystem::path& folder, const WeightSource& source,
                        StorageFormat format, const WriteProgress& progress);

}  // namespace mllm_npu
