#pragma once

// Byte-level BPE as GPT-2 brought it up (Qwen, Phi-2, LLaMA-3): a regular expression cuts the text
// into words, and the bytes of each word are merged.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/bpe_vocabulary.h"

namespace mllm_npu {

// How a text is cut into words before any merge.
struct PreTokenization {
  bool nfc = false;  // first brought to Unicode's normal form C
  // Regular expressions, each applied to the words of the one before: a match is a word, and so is
  // what lies between two matches.
  std::vector<std::string> patterns{};
};

// By the name that GGUF's tokenizer.ggml.pre uses: "qwen2" (with NFC, as the model was trained),
// "gpt-2" and "phi-2", "llama-bpe" (LLaMA-3). Errors: InputError naming `file` for another name.
PreTokenization pre_tokenization(std::string_view name, const std::string& file);

// The first of these names that means `words`; nothing where none does.
std::optional<std::string> name_of(const PreTokenization& words);

// Tokens of the kind kNormal, and both sides of merges, are spelled in GPT-2's alphabet of
// printable characters for bytes ("Ġthe" for " the"); all others are text as it is.
//
// decode(encode(x)) == x for any bytes, UTF-8 or not, where the 256 bytes are in the vocabulary and
// nfc is off; with nfc it is the normal form of x, in which only what is UTF-8 changes. A byte that
// is not part of UTF-8 is a word of its own. A byte without a token becomes the token of kind
// kUnknown, or nothing where there is none.
//
// A pattern that needs too many steps on some text is not applied further: the rest is one word.
//
// Errors: InputError for a merge whose sides or result are no tokens, a pattern that is no regular
// expression, or kinds that are not as many as tokens.
std::unique_ptr<Tokenizer> make_byte_level_bpe(const BpeVocabulary& vocabulary,
                                               const PreTokenization& pre_tokenization);

}  // namespace mllm_npu
