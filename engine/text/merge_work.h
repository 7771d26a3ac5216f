#pragma once

// The merging that every BPE does: a row of symbols, of which the best neighbours become one until
// no two can. O(n log n), by a heap of pairs over a linked list.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu {

// What two neighbours become. The lowest rank goes first; of equals the leftmost.
struct Merge {
  std::uint32_t rank = 0;
  TokenId id = 0;
};

class MergeWork {
 public:
  struct Symbol {
    TokenId id;             // < 0: no token
    std::uint32_t begin;    // in bytes
    std::uint32_t size;     // in bytes; 0: was merged into the one before
    std::int32_t previous;  // -1: none
    std::int32_t next;
  };

  void clear() { symbols_.clear(); }

  // Adds a symbol of `size` > 0 bytes at the end of the row.
  void add(TokenId id, std::size_t size) {
    const std::size_t begin =
        symbols_.empty() ? 0 : std::size_t{symbols_.back().begin} + symbols_.back().size;
    MLLM_NPU_CHECK(begin + size < kMaxBytes, std::to_string(begin + size));
    const auto index = static_cast<std::int32_t>(symbols_.size());
    if (index > 0) symbols_.back().next = index;
    symbols_.push_back(
        {id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(size), index - 1, -1});
  }

  // `find` takes two neighbouring symbols and gives an optional Merge.
  template <class Find>
  void merge(const Find& find) {
    pairs_.clear();
    for (std::size_t i = 1; i < symbols_.size(); ++i) {
      push(static_cast<std::int32_t>(i) - 1, static_cast<std::int32_t>(i), find);
    }
    std::make_heap(pairs_.begin(), pairs_.end(), later);
    while (!pairs_.empty()) {
      std::pop_heap(pairs_.begin(), pairs_.end(), later);
      const Pair pair = pairs_.back();
      pairs_.pop_back();
      if (is_stale(pair)) continue;
      join(pair);
      push_on_heap(at(pair.left).previous, pair.left, find);
      push_on_heap(pair.left, at(pair.left).next, find);
    }
  }

  // Calls `use` with what is left, in order.
  template <class Use>
  void for_each(const Use& use) const {
    for (const Symbol& symbol : symbols_) {
      if (symbol.size > 0) use(symbol);
    }
  }

 private:
  static constexpr std::size_t kMaxBytes = std::size_t{1} << 31;

  struct Pair {
    Merge merge;
    std::int32_t left;
    std::int32_t right;
    std::uint32_t size;  // of both, when they were found
  };

  static bool later(const Pair& a, const Pair& b) {
    return a.merge.rank != b.merge.rank ? a.merge.rank > b.merge.rank : a.left > b.left;
  }

  Symbol& at(std::int32_t index) { return symbols_[static_cast<std::size_t>(index)]; }

  template <class Find>
  bool push(std::int32_t left, std::int32_t right, const Find& find) {
    const Symbol& a = at(left);
    const Symbol& b = at(right);
    const std::optional<Merge> merge = find(a, b);
    if (merge) pairs_.push_back({*merge, left, right, a.size + b.size});
    return merge.has_value();
  }

  template <class Find>
  void push_on_heap(std::int32_t left, std::int32_t right, const Find& find) {
    if (left < 0 || right < 0) return;
    if (push(left, right, find)) std::push_heap(pairs_.begin(), pairs_.end(), later);
  }

  // Either side became a part of something else since.
  bool is_stale(const Pair& pair) {
    return at(pair.left).size == 0 || at(pair.right).size == 0 ||
           at(pair.left).size + at(pair.right).size != pair.size;
  }

  void join(const Pair& pair) {
    Symbol& left = at(pair.left);
    Symbol& right = at(pair.right);
    left.id = pair.merge.id;
    left.size += right.size;
    left.next = right.next;
    if (right.next >= 0) at(right.next).previous = pair.left;
    right.size = 0;
  }

  std::vector<Symbol> symbols_{};
  std::vector<Pair> pairs_{};  // a heap
};

}  // namespace mllm_npu
