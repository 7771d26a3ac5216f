#pragma once

// Merges as scores: what a file that knows pieces and scores alone can hold of a BPE with a list of
// merges.

#include <optional>
#include <string>

#include "engine/text/scored_vocabulary.h"
#include "engine/text/tokenizer_json.h"

namespace mllm_npu {

struct ScoredForm {
  std::optional<ScoredVocabulary> vocabulary{};
  std::string obstacle{};  // why there is none
};

// The tokens of a BPE with byte fallback with their kinds, begin and ends, each with the score of
// the first merge that makes it: 0, -1, -2, ...
//
// The two kinds of BPE are not the same: by score, any two neighbours merge that together are a
// piece. So both encode some thousand texts made of the tokens, and there is no vocabulary
// where one comes out otherwise. REQUIRES: `parts` has SpaceEscapes. Errors: InputError as
// make_tokenizer().
ScoredForm scored_form(const BpeParts& parts);

}  // namespace mllm_npu
