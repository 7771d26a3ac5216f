#include "engine/text/rank_merges.h"

#include <algorithm>

#include "engine/base/input_error.h"
#include "engine/text/token_index.h"

namespace mllm_npu {
namespace {

struct NumberedMerge {
  TokenId left;
  TokenId right;
  Merge merge;
};

// By both sides; of equal sides the last of the list is first.
bool before(const NumberedMerge& a, const NumberedMerge& b) {
  if (a.left != b.left) return a.left < b.left;
  return a.right != b.right ? a.right < b.right : a.merge.rank > b.merge.rank;
}

std::vector<NumberedMerge> numbered(const BpeVocabulary& vocabulary) {
  TokenIndex index;
  index.reserve(vocabulary.tokens.size());
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    index.add(vocabulary.tokens[i], static_cast<TokenId>(i));
  }
  const auto id_of = [&](const std::string& token) {
    if (const std::optional<TokenId> id = index.find(token)) return *id;
    throw InputError(vocabulary.file, "merges", "merges of tokens to a token", token);
  };
  std::vector<NumberedMerge> merges;
  merges.reserve(vocabulary.merges.size());
  std::uint32_t rank = 0;
  for (const auto& [left, right] : vocabulary.merges) {
    merges.push_back({id_of(left), id_of(right), {rank++, id_of(left + right)}});
  }
  std::sort(merges.begin(), merges.end(), before);
  return merges;
}

}  // namespace

RankMerges::RankMerges(const BpeVocabulary& vocabulary) {
  rows_.assign(vocabulary.tokens.size() + 1, 0);
  const NumberedMerge* last = nullptr;
  const std::vector<NumberedMerge> merges = numbered(vocabulary);
  entries_.reserve(merges.size());
  for (const NumberedMerge& each : merges) {
    if (last != nullptr && last->left == each.left && last->right == each.right) continue;
    last = &each;
    entries_.push_back({each.right, each.merge});
    ++rows_[static_cast<std::size_t>(each.left) + 1];
  }
  for (std::size_t i = 1; i < rows_.size(); ++i) rows_[i] += rows_[i - 1];
}

std::optional<Merge> RankMerges::find(TokenId left, TokenId right) const {
  if (left < 0 || right < 0) return std::nullopt;
  const auto row =
      entries_.begin() + static_cast<std::ptrdiff_t>(rows_[static_cast<std::size_t>(left)]);
  const auto end =
      entries_.begin() + static_cast<std::ptrdiff_t>(rows_[static_cast<std::size_t>(left) + 1]);
  const auto found = std::lower_bound(
      row, end, right, [](const Entry& entry, TokenId id) { return entry.right < id; });
  if (found == end || found->right != right) return std::nullopt;
  return found->merge;
}

}  // namespace mllm_npu
