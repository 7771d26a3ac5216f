#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "engine/text/bpe_vocabulary.h"
#include "engine/text/merge_work.h"

namespace mllm_npu {

// A vocabulary's list of merges, by ids.
class RankMerges {
 public:
  // Errors: InputError for a merge whose sides or result are no tokens.
  explicit RankMerges(const BpeVocabulary& vocabulary);

  std::optional<Merge> find(TokenId left, TokenId right) const {
    const auto found = merges_.find(key(left, right));
    return found == merges_.end() ? std::nullopt : std::optional<Merge>(found->second);
  }

 private:
  static std::uint64_t key(TokenId left, TokenId right) {
    return std::uint64_t{static_cast<std::uint32_t>(left)} << 32 |
           static_cast<std::uint32_t>(right);
  }

  std::unordered_map<std::uint64_t, Merge> merges_{};  // looked up, never walked
};

}  // namespace mllm_npu
