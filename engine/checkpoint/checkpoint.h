#pragma once

// A model's weights in files that somebody else wrote: mapped, checked before use, read on demand.

#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "engine/checkpoint/mapped_file.h"
#include "engine/checkpoint/stored_tensor.h"
#include "engine/model/weight_layout.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

class Checkpoint {
 public:
  // `weights` look into `files`. Errors: InputError naming the file, for a weight of
  // weight_layout(model) that is missing or has another shape. Weights beyond that are ignored.
  Checkpoint(std::filesystem::path path, ModelConfig model,
             std::map<WeightId, StoredTensor> weights, std::vector<MappedFile> files);

  const std::filesystem::path& path() const { return path_; }
  const ModelConfig& model() const { return model_; }

  // REQUIRES: `id` is in weight_layout(model()).
  const StoredTensor& weight(const WeightId& id) const;

 private:
  std::filesystem::path path_;
  ModelConfig model_;
  std::map<WeightId, StoredTensor> weights_;
  std::vector<MappedFile> files_;
};

// Opens a Hugging Face folder (config.json, *.safetensors), a .gguf file, or a llama2.c v0 .bin
// file. Errors: InputError for anything that is none of these, broken, or of an architecture that
// this engine does not compute.
Checkpoint open_checkpoint(const std::filesystem::path& path);

// The tokenizer that belongs to it: files in the folder, metadata of the GGUF file, or
// tokenizer.bin or tok*.bin beside the llama2.c file. Errors: InputError when there is none, or it
// is broken.
std::unique_ptr<Tokenizer> open_tokenizer(const std::filesystem::path& path);

}  // namespace mllm_npu
