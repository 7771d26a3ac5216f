#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "engine/text/scored_bpe.h"

namespace mllm_npu {

// The tokenizer file of llama2.c (tokenizer.bin, tok512.bin): an int32 that says how long a piece
// may be, then to the end of the file each piece as float score, int32 length, and its bytes, all
// little-endian; spaces are spaces. Ids 0, 1, 2 are the unknown piece, begin and end of text, and
// either of the last two ends a generation. Errors: InputError for fewer than three pieces, or a
// piece that does not lie in the file or is longer than the file says.
ScoredVocabulary parse_llama2c_tokenizer(std::span<const std::byte> bytes, const std::string& file);

}  // namespace mllm_npu
