#pragma once

#include <filesystem>
#include <memory>
#include <variant>

#include "engine/text/sentencepiece_file.h"
#include "engine/text/tokenizer.h"
#include "engine/text/tokenizer_json.h"

namespace mllm_npu {

// The tokenizer of a Hugging Face folder: tokenizer.json where it is there, else tokenizer.model,
// else vocab.json with merges.txt.
//
// tokenizer_config.json, special_tokens_map.json, generation_config.json and config.json are read
// where they are there: add_bos_token decides whether a prompt begins with a token, else
// tokenizer.json's post-processor does; a tokenizer.model begins it where it has such a piece, and
// a vocab.json does not. Every end of text that one of the files names ends a generation.
//
// The words of a vocab.json are Qwen2's, and so where tokenizer_config.json is not there; with the
// tokenizer_class of GPT2Tokenizer or CodeGenTokenizer (Phi-2) they are GPT-2's.
//
// Errors: InputError where none is there, or a file is broken or over 64 MiB.
std::unique_ptr<Tokenizer> load_tokenizer(const std::filesystem::path& folder);

// What load_tokenizer() makes it of, begin and ends of text included. Errors: as above, but for
// merges of what are no tokens.
using TokenizerParts = std::variant<BpeParts, SentencePieceModel>;
TokenizerParts read_tokenizer_parts(const std::filesystem::path& folder);

// Whether there is one of the files.
bool has_tokenizer_files(const std::filesystem::path& folder);

}  // namespace mllm_npu
