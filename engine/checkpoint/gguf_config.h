#pragma once

// A model as GGUF's metadata state it, and back.

#include <string>

#include "engine/checkpoint/gguf.h"
#include "engine/checkpoint/gguf_architecture.h"
#include "engine/model/model_config.h"

namespace mllm_npu {

// What general.architecture names. Errors: InputError for one that the engine does not compute.
const GgufArchitecture& gguf_architecture(const GgufMetadata& metadata);

// The model that a file holds; `title` is its general.name where that is one
// line, `name` is left empty. Biases and a tied
// LM head are seen from the tensors that are there. Errors: InputError for metadata that are
// missing, out of bounds (model_bounds.h), contradict each other, or ask for arithmetic that the
// engine lacks (scaled rotary angles, experts); and for a part of a split model.
ModelConfig gguf_model_config(const GgufFile& file);

// Metadata of the model alone, without tokenizer and file type; `file` only names it. A weight of
// kRmsNormPlusOne is to be kept as 1 + w. Errors: InputError naming the first field that
// llama.cpp would compute otherwise, or refuse. It would also look back without end, whatever
// `sliding_window` says; the key is written, and read again.
GgufMetadata gguf_model_metadata(const ModelConfig& model, const std::string& file);

// The architecture that gguf_model_metadata() writes `model` as. Errors: as it.
const GgufArchitecture& gguf_architecture_for(const ModelConfig& model, const std::string& file);

}  // namespace mllm_npu
