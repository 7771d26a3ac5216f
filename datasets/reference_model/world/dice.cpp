#include "datasets/reference_model/world/dice.h"

#include <algorithm>

#include "engine/base/check.h"

namespace mllm_npu {

std::vector<std::size_t> Dice::different(std::size_t count, std::size_t bound) {
  MLLM_NPU_CHECK(count <= bound, std::to_string(count) + " of " + std::to_string(bound));
  std::vector<std::size_t> numbers;
  while (numbers.size() < count) {
    const std::size_t number = below(bound);
    if (std::ranges::find(numbers, number) == numbers.end()) numbers.push_back(number);
  }
  return numbers;
}

std::size_t Dice::skewed(std::size_t bound) {
  constexpr std::size_t kUnit = 5040;
  std::size_t all = 0;
  for (std::size_t i = 0; i < bound; ++i) all += kUnit / (i + 4);
  std::size_t at = below(all);
  std::size_t index = 0;
  while (at >= kUnit / (index + 4)) at -= kUnit / (index++ + 4);
  return index;
}

std::string filled(std::string_view pattern, std::initializer_list<Fill> fills) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{') {
      text += pattern[i];
      continue;
    }
    const char name = pattern[i + 1];
    const auto* const found =
        std::ranges::find_if(fills, [&](const Fill& fill) { return fill.first == name; });
    MLLM_NPU_CHECK(found != fills.end(), std::string(pattern));
    text += found->second;
    i += 2;
  }
  return text;
}

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string with_article(std::string_view noun) {
  const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

// FNV-1a over both, then a step of SplitMix64, which spreads short words well.
std::uint64_t hash_of(std::string_view first, std::string_view second) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto add = [&](char letter) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  };
  for (const char letter : first) add(letter);
  add('|');
  for (const char letter : second) add(letter);
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebU;
  return hash ^ (hash >> 31);
}

bool held_out(std::string_view first, std::string_view second, std::uint64_t percent) {
  return hash_of(first, second) % 100 < percent;
}

}  // namespace mllm_npu
