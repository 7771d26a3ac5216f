#pragma once

// SentencePiece's tokenizer.model. The library trusts its models: a broken one can send it out of
// its memory. So everything that is taken from a file passes through this structure, and the
// library sees only what is written from it.

#include <string>
#include <string_view>

#include "engine/text/scored_bpe.h"

namespace mllm_npu {

struct SentencePieceModel {
  ScoredVocabulary vocabulary{};
  bool is_bpe = true;  // false: the unigram algorithm
  bool byte_fallback = false;
  bool removes_extra_spaces = false;  // then text does not come back as it was
};

// Errors: InputError for what is broken or over 1,048,576 pieces; for a piece that is empty, over
// 1 KiB, no UTF-8, there twice, a single character of the kind kControl, or without a finite score;
// for a vocabulary without exactly one unknown piece; for another algorithm than BPE and unigram;
// and for a model that rewrites characters (none of those for LLaMA, Mistral and Gemma does).
SentencePieceModel parse_sentencepiece_model(std::string_view bytes, const std::string& file);

// A tokenizer.model that holds this and nothing else.
std::string sentencepiece_bytes(const SentencePieceModel& model);

}  // namespace mllm_npu
