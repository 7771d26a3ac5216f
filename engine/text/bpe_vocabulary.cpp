#include "engine/text/bpe_vocabulary.h"

#include "engine/base/input_error.h"
#include "engine/text/rank_merges.h"
#include "engine/text/token_index.h"

namespace mllm_npu {

void check_kinds(const BpeVocabulary& vocabulary) {
  const std::size_t tokens = vocabulary.tokens.size();
  if (tokens == 0) throw InputError(vocabulary.file, "", "a vocabulary with tokens", "none");
  if (vocabulary.kinds.empty() || vocabulary.kinds.size() == tokens) return;
  throw InputError(vocabulary.file, "", "a kind for each of " + std::to_string(tokens) + " tokens",
                   std::to_string(vocabulary.kinds.size()) + " kinds");
}

std::pair<std::string, std::string> split_merge(std::string_view merge, const std::string& file) {
  const std::size_t space = merge.find(' ', 1);  // a side may be a space
  if (merge.empty() || space == std::string_view::npos || space + 1 == merge.size()) {
    throw InputError(file, "merges", "two tokens and a space between", std::string(merge));
  }
  return {std::string(merge.substr(0, space)), std::string(merge.substr(space + 1))};
}

RankMerges::RankMerges(const BpeVocabulary& vocabulary) {
  TokenIndex index;
  index.reserve(vocabulary.tokens.size());
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    index.add(vocabulary.tokens[i], static_cast<TokenId>(i));
  }
  const auto id_of = [&](const std::string& token) {
    if (const std::optional<TokenId> id = index.find(token)) return *id;
    throw InputError(vocabulary.file, "merges", "merges of tokens to a token", token);
  };
  merges_.reserve(vocabulary.merges.size());
  std::uint32_t rank = 0;
  for (const auto& [left, right] : vocabulary.merges) {
    const Merge merge{rank++, id_of(left + right)};
    merges_.insert_or_assign(key(id_of(left), id_of(right)), merge);
  }
}

}  // namespace mllm_npu
