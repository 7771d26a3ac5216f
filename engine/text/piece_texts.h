#pragma once

#include <string>
#include <vector>

#include "engine/text/scored_vocabulary.h"

namespace mllm_npu {

// Errors: as make_scored_bpe().
void check_pieces(const ScoredVocabulary& vocabulary);

// What each piece adds to a text. REQUIRES: check_pieces() did not complain.
std::vector<std::string> piece_texts(const std::vector<ScoredPiece>& pieces);

}  // namespace mllm_npu
