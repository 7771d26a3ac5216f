#pragma once

// A tokenizer as metadata for a GGUF file that is to be written: the keys under "tokenizer.".

#include <filesystem>
#include <optional>

#include "engine/checkpoint/gguf_metadata.h"
#include "engine/text/bpe_vocabulary.h"
#include "engine/text/scored_vocabulary.h"

namespace mllm_npu {

// llama.cpp wants as many tokens as the model has rows in its embedding. All of these fill up with
// tokens of the kind kUnused, name the first two ends of text, and err with an InputError where
// there are more tokens than `vocab_size`.

// None: llama.cpp loads such a file, and takes token ids only.
GgufMetadata gguf_no_vocabulary();

// byte_vocabulary(): encodes any text. REQUIRES: vocab_size >= kMinByteVocabulary.
GgufMetadata gguf_byte_vocabulary(std::int64_t vocab_size);

// Pieces with scores, as llama2.c's tokenizer.bin and SentencePiece have them.
GgufMetadata gguf_scored_vocabulary(const ScoredVocabulary& vocabulary, std::int64_t vocab_size);

// Byte-level BPE, with what is to go into tokenizer.ggml.pre. Errors: InputError for a merge that
// cannot be written "left right".
GgufMetadata gguf_byte_level_vocabulary(const BpeVocabulary& vocabulary, const std::string& pre,
                                        std::int64_t vocab_size);

// That of a Hugging Face folder, or why GGUF cannot hold it: it is not there, broken, of a kind
// that GGUF has no name for, or a BPE with byte fallback that scores do not reproduce
// (scored_form()). One that GGUF can hold encodes as load_tokenizer() does.
struct CarriedVocabulary {
  std::optional<GgufMetadata> metadata{};
  std::string obstacle{};
};
CarriedVocabulary gguf_vocabulary_of_folder(const std::filesystem::path& folder,
                                            std::int64_t vocab_size);

// What another GGUF file has, key by key; nothing where it has no tokenizer. Errors: InputError
// also where its tokenizer is broken, or one that gguf_tokenizer() does not know.
std::optional<GgufMetadata> gguf_vocabulary_of(const std::filesystem::path& gguf,
                                               std::int64_t vocab_size);

}  // namespace mllm_npu
