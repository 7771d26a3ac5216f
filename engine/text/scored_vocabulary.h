#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/text/token_kind.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

struct ScoredPiece {
  std::string text;  // UTF-8, with "▁" (U+2581) for a space; "<0x0A>" for kByte
  float score = 0;
  TokenKind kind = TokenKind::kNormal;
};

struct ScoredVocabulary {
  std::string file;                 // named in errors
  std::vector<ScoredPiece> pieces;  // by id
  bool add_space_prefix = true;     // encode() begins as if after a space; decode() takes it away
  std::optional<TokenId> begin{};   // begins every prompt
  std::vector<TokenId> ends{};      // end a generation
};

}  // namespace mllm_npu
