#pragma once

// BPE over the characters of the whole text, as Hugging Face converts SentencePiece models to it
// (LLaMA-2, Mistral, Gemma): spaces are written "▁", and a character without a token becomes the
// tokens of its bytes, "<0xE2>" and so on.

#include <memory>
#include <string>
#include <vector>

#include "engine/text/bpe_vocabulary.h"

namespace mllm_npu {

// `pattern` becomes `content` wherever it stands. An empty pattern puts `content` before the text,
// if that is not empty.
struct Replacement {
  std::string pattern{};
  std::string content{};
};

// What is done to text besides BPE.
struct SpaceEscapes {
  std::vector<Replacement> normalizer{};  // before encoding, in this order
  std::vector<Replacement> decoder{};     // on the text of each token
  bool drops_first_space = false;         // decode() does so
  bool byte_fallback = true;
  bool fuse_unknown = true;  // a run of characters that no token says is one kUnknown
};

// decode(encode(x)) == x for any bytes where the decoder undoes the normalizer and all bytes have a
// token of kind kByte, but that "▁" comes back as a space. What has no tokens becomes the kUnknown,
// or nothing where there is none; it has no text.
//
// Errors: InputError for a merge whose sides or result are no tokens, kinds that are not as many as
// tokens, a kByte that is not spelled "<0xHH>", or replacements that together may make a text over
// four times as long.
std::unique_ptr<Tokenizer> make_byte_fallback_bpe(const BpeVocabulary& vocabulary,
                                                  const SpaceEscapes& escapes);

}  // namespace mllm_npu
