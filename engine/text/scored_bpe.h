#pragma once

// BPE as SentencePiece does it, over pieces in memory: of neighbours in the text, the pair whose
// concatenation is the piece with the highest score becomes one, the leftmost of equals first.

#include <memory>

#include "engine/text/scored_vocabulary.h"

namespace mllm_npu {

// decode(encode(x)) == x for any bytes where the vocabulary has all byte pieces, but that "▁" comes
// back as a space. What has neither piece nor bytes becomes the piece of kind kUnknown, one for a
// run of such characters, or nothing where there is none; it has no text.
//
// Errors: InputError for no piece at all, a score that is not finite, a kByte that is not
// spelled "<0xHH>", a piece over 1 KiB, or `begin` beyond the pieces. Of equal pieces the first
// counts.
std::unique_ptr<Tokenizer> make_scored_bpe(ScoredVocabulary vocabulary);

}  // namespace mllm_npu
