#pragma once

#include <memory>

#include "engine/text/sentencepiece_file.h"

namespace mllm_npu {

// Encodes by the SentencePiece library. decode(encode(x)) == x for every x that is UTF-8, where the
// model has all bytes and keeps extra spaces, but that "▁" comes back as a space; in other x, each
// byte that is not part of UTF-8 becomes U+FFFD.
//
// Errors: InputError for what the library refuses, such as byte fallback without all bytes;
// encode() has one too, for a text that the library cannot split with this model (no such model is
// known that parse_sentencepiece_model() takes).
std::unique_ptr<Tokenizer> make_sentencepiece_tokenizer(const SentencePieceModel& model);

}  // namespace mllm_npu
