#pragma once

// Hugging Face's tokenizer.json, as far as BPE goes.

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "engine/text/byte_fallback_bpe.h"
#include "engine/text/byte_level_bpe.h"

namespace mllm_npu {

struct BpeParts {
  BpeVocabulary vocabulary{};
  // A byte-level tokenizer has the first, one with byte fallback the second.
  std::variant<PreTokenization, SpaceEscapes> steps{};
};

// Begin of text is what the file's post-processor puts there; the ends are not in the file.
//
// Three steps that are there are taken otherwise, so that text comes back as it was: a Metaspace
// puts its mark before a text that begins with a space too, as SentencePiece does; a Prepend works
// on the whole text only; an added token takes no spaces around it.
//
// Errors: InputError for what is broken, for another model than BPE, and for steps that this does
// not know.
BpeParts parse_tokenizer_json(std::string_view text, const std::string& file);

// Errors: InputError as make_byte_level_bpe() and make_byte_fallback_bpe().
std::unique_ptr<Tokenizer> make_tokenizer(const BpeParts& parts);

}  // namespace mllm_npu
