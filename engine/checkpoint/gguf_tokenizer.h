#pragma once

// The tokenizer that a GGUF file carries in its metadata.

#include <filesystem>
#include <memory>

#include "engine/checkpoint/gguf.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

// tokenizer.ggml.model "llama" (SentencePiece's BPE) or "gpt2" (byte-level BPE, cut as
// tokenizer.ggml.pre says, else as Qwen2's and Phi-2's are). Generation ends at eos_token_id and
// eot_token_id. Errors: InputError for another model, keys that are missing or contradict each
// other, ids beyond the tokens, or more tokens than the file's embedding has rows.
std::unique_ptr<Tokenizer> gguf_tokenizer(const GgufFile& file);

// Errors: as read_gguf() and gguf_tokenizer().
std::unique_ptr<Tokenizer> open_gguf_tokenizer(const std::filesystem::path& path);

}  // namespace mllm_npu
