#pragma once

// Chance and words: what every text of the world is made with.

#include <cstdint>
#include <initializer_list>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mllm_npu {

// The same rolls from every compiler and library. Modulo is uneven by less than bound / 2^64.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  // 0..bound − 1. REQUIRES: bound > 0.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  // True in `percent` of a hundred.
  bool chance(std::size_t percent) { return below(100) < percent; }
  std::uint64_t seed() { return engine_(); }

  // REQUIRES: there is one.
  template <class List>
  const auto& pick(const List& list) {
    return list[below(list.size())];
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }
  // `count` different numbers below `bound`. REQUIRES: count <= bound.
  std::vector<std::size_t> different(std::size_t count, std::size_t bound);
  // An index, the first ones more often: weights 1 / (index + 4). For what some know better.
  std::size_t skewed(std::size_t bound);

 private:
  std::mt19937_64 engine_;
};

using Fill = std::pair<char, std::string_view>;
// `pattern` with every "{x}" replaced by the word of x. REQUIRES: each is given.
std::string filled(std::string_view pattern, std::initializer_list<Fill> fills);

// `text` with a capital letter in front.
std::string capitalized(std::string text);
// "a" or "an" before `noun`.
std::string with_article(std::string_view noun);

// A number that the two words alone decide; the same everywhere.
std::uint64_t hash_of(std::string_view first, std::string_view second);
// Whether this pair is kept for tests: `percent` of all pairs are.
bool held_out(std::string_view first, std::string_view second, std::uint64_t percent);

}  // namespace mllm_npu
