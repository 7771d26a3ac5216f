#pragma once

// A small language model that this project trains itself, so that every accuracy experiment runs on
// a bare machine: LLaMA's architecture with 1.6 million numbers, trained on a small world
// (world/world.h) from which five tasks are drawn.
//
// It is made in one command, `mllm-npu train-reference-model --output DIR`, from the seed on:
//
//   world/world    endless texts, and tasks about what the texts leave out
//   train/bpe_*    learns a byte-level BPE from the first texts
//   train/trainer  AdamW over a forward and backward pass of our own (train/pass)
//
// data/ holds what that command writes with its defaults: a Hugging Face folder in fp16, which
// open_checkpoint() and open_tokenizer() read as any other, and training.json, which tells how it
// came about. Run again on the same kind of processor, the command writes the same bytes, with any
// number of threads. On another kind (say, another vendor's) oneDNN may add up in another order;
// the model is then another one of the same quality.

#include <cstdint>
#include <filesystem>
#include <functional>

#include "engine/model/model_config.h"

namespace mllm_npu {

// The committed model: a folder below data_root().
std::filesystem::path reference_model_folder();

// Its sizes: what train_reference_model() trains.
ModelConfig reference_model_config();

struct ReferenceTraining {
  std::uint64_t seed = 1;  // of the texts and of the numbers to begin with
  std::int64_t steps = 5000;
};

// Called before each step with its number, 0..steps - 1, and at the end with `steps`; `loss` is the
// mean of the last hundred steps (NaN before the first), in nats per token.
using TrainingProgress = std::function<void(std::int64_t step, double loss)>;

// Trains and writes the folder: what is there already is replaced, the weights at the very end.
// Errors: InputError when a file cannot be written (tried before the training). REQUIRES: steps >
// 0.
void train_reference_model(const std::filesystem::path& folder, const ReferenceTraining& training,
                           const TrainingProgress& progress = {});

}  // namespace mllm_npu
