#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/text/token_kind.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

// Byte-pair encoding with a list of merges: of neighbours in a word, the pair that stands first in
// the list becomes one token, and so on.
struct BpeVocabulary {
  std::string file;                                           // named in errors
  std::vector<std::string> tokens;                            // by id; "" where an id has no token
  std::vector<TokenKind> kinds{};                             // by id; empty: all are kNormal
  std::vector<std::pair<std::string, std::string>> merges{};  // best first
  bool ignore_merges = false;  // a word that is a token is that token, whatever its merges say

  std::optional<TokenId> begin{};  // begins every prompt
  std::vector<TokenId> ends{};     // end a generation; may lie beyond `tokens`

  // REQUIRES: `id` is in `tokens`; check_kinds() did not complain.
  TokenKind kind(TokenId id) const {
    if (kinds.empty()) return TokenKind::kNormal;
    return kinds[static_cast<std::size_t>(id)];
  }
};

// Errors: InputError where there are no tokens, or kinds that are not as many as tokens.
void check_kinds(const BpeVocabulary& vocabulary);

// The two sides of a merge as files write it, "left right". Errors: InputError naming `file` where
// that has no space in its middle.
std::pair<std::string, std::string> split_merge(std::string_view merge, const std::string& file);

}  // namespace mllm_npu
