#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/text/bpe_vocabulary.h"
#include "engine/text/merge_work.h"

namespace mllm_npu {

// A vocabulary's list of merges, by ids.
class RankMerges {
 public:
  // Of equal merges the last counts. Errors: InputError for a merge whose sides or result are no
  // tokens.
  explicit RankMerges(const BpeVocabulary& vocabulary);

  std::optional<Merge> find(TokenId left, TokenId right) const;

 private:
  struct Entry {
    TokenId right;
    Merge merge;
  };

  // The merges with the left side i are entries_[rows_[i]] to entries_[rows_[i + 1]], by `right`.
  std::vector<std::size_t> rows_{};
  std::vector<Entry> entries_{};
};

}  // namespace mllm_npu
