#include "engine/text/merge_work.h"

#include <map>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/random.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

using Rules = std::map<std::pair<TokenId, TokenId>, Merge>;
using Ids = std::vector<TokenId>;

std::optional<Merge> look_up(const Rules& rules, TokenId left, TokenId right) {
  const auto found = rules.find({left, right});
  return found == rules.end() ? std::nullopt : std::optional<Merge>(found->second);
}

Ids merged(const Ids& ids, const Rules& rules) {
  MergeWork work;
  for (const TokenId id : ids) work.add(id, 1);
  work.merge([&](const MergeWork::Symbol& left, const MergeWork::Symbol& right) {
    return look_up(rules, left.id, right.id);
  });
  Ids result;
  work.for_each([&](const MergeWork::Symbol& symbol) { result.push_back(symbol.id); });
  return result;
}

// As the books have it: find the best pair, join it, begin again.
Ids slowly_merged(Ids ids, const Rules& rules) {
  for (;;) {
    std::optional<Merge> best;
    std::size_t place = 0;
    for (std::size_t i = 1; i < ids.size(); ++i) {
      const std::optional<Merge> merge = look_up(rules, ids[i - 1], ids[i]);
      if (merge && (!best || merge->rank < best->rank)) {
        best = merge;
        place = i;
      }
    }
    if (!best) return ids;
    ids[place - 1] = best->id;
    ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(place));
  }
}

TEST(MergeWork, NothingStaysNothing) { EXPECT_THAT(merged({}, {}), ElementsAre()); }

TEST(MergeWork, SymbolsWithoutAMergeStay) { EXPECT_THAT(merged({1, 2}, {}), ElementsAre(1, 2)); }

TEST(MergeWork, TheLowestRankGoesFirst) {
  EXPECT_THAT(merged({1, 2, 3}, {{{1, 2}, {7, 12}}, {{2, 3}, {6, 23}}}), ElementsAre(1, 23));
  EXPECT_THAT(merged({1, 2, 3}, {{{1, 2}, {5, 12}}, {{2, 3}, {6, 23}}}), ElementsAre(12, 3));
}

TEST(MergeWork, OfEqualRanksTheLeftmostGoesFirst) {
  EXPECT_THAT(merged({1, 1, 1}, {{{1, 1}, {0, 2}}}), ElementsAre(2, 1));
}

TEST(MergeWork, WhatWasMergedIsMergedOn) {
  const Rules rules = {{{1, 1}, {0, 2}}, {{2, 2}, {1, 3}}, {{3, 1}, {2, 4}}};
  EXPECT_THAT(merged({1, 1, 1, 1, 1}, rules), ElementsAre(4));
}

TEST(MergeWork, ASymbolKnowsItsBytes) {
  MergeWork work;
  work.add(1, 2);
  work.add(2, 3);
  work.add(3, 1);
  work.merge([](const MergeWork::Symbol& left, const MergeWork::Symbol&) {
    return left.id == 2 ? std::optional<Merge>({0, 9}) : std::nullopt;
  });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> parts;
  work.for_each(
      [&](const MergeWork::Symbol& symbol) { parts.emplace_back(symbol.begin, symbol.size); });
  EXPECT_THAT(parts, ElementsAre(std::pair(0u, 2u), std::pair(2u, 4u)));
}

TEST(MergeWork, TheHeapDoesWhatTheBooksDo) {
  support::Random random(1);
  for (int round = 0; round < 300; ++round) {
    Rules rules;
    for (std::int64_t i = random.between(1, 12); i > 0; --i) {
      const auto left = static_cast<TokenId>(random.below(6));
      const auto right = static_cast<TokenId>(random.below(6));
      rules[{left, right}] = {static_cast<std::uint32_t>(random.below(8)),
                              static_cast<TokenId>(random.below(6))};
    }
    Ids ids;
    for (std::int64_t i = random.below(30); i > 0; --i) {
      ids.push_back(static_cast<TokenId>(random.below(6)));
    }
    ASSERT_EQ(merged(ids, rules), slowly_merged(ids, rules)) << "round " << round;
  }
}

TEST(MergeWork, CanBeUsedAgain) {
  MergeWork work;
  for (int round = 0; round < 2; ++round) {
    work.clear();
    work.add(5, 1);
    work.add(6, 1);
    work.merge([](const auto&, const auto&) { return std::optional<Merge>({0, 56}); });
    Ids ids;
    work.for_each([&](const MergeWork::Symbol& symbol) { ids.push_back(symbol.id); });
    EXPECT_THAT(ids, ElementsAre(56));
  }
}

}  // namespace
}  // namespace mllm_npu
