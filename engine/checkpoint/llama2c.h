#pragma once

// The checkpoints of llama2.c, version 0: seven integers, then fp32.

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "engine/checkpoint/checkpoint.h"
#include "engine/text/scored_bpe.h"

namespace mllm_npu {

struct Llama2cFile {
  ModelConfig model;
  std::map<WeightId, StoredTensor> weights;
};

// Looks into `file`. `name` only names it in errors. Errors: InputError for a header that is absurd
// or contradicts itself, and for a file of another size than it asks for.
Llama2cFile read_llama2c(std::span<const std::byte> file, const std::string& name);

// The model has the file's name, without ".bin". Errors: as open_checkpoint().
Checkpoint open_llama2c(const std::filesystem::path& path);

// The vocabulary that lies beside the checkpoint at `path`: tokN.bin with N = its vocab_size, as
// llama2.c calls one of its own, else tokenizer.bin. Errors: InputError when neither is there, or
// it is broken.
ScoredVocabulary llama2c_vocabulary(const std::filesystem::path& path);

}  // namespace mllm_npu
