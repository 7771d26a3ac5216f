#include "tests/support/mutations.h"

#include <algorithm>
#include <cstring>

#include "engine/base/input_error.h"
#include "tests/support/random.h"

namespace mllm_npu::support {
namespace {

std::size_t place_in(const std::string& text, Random& random) {
  return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(text.size())));
}

// A part of 1..64 bytes.
struct Part {
  std::size_t begin;
  std::size_t size;
};

Part part_of(const std::string& text, Random& random) {
  const std::size_t begin = place_in(text, random);
  const auto size = static_cast<std::size_t>(random.between(1, 64));
  return {begin, std::min(size, text.size() - begin)};
}

void flip_bit(std::string& text, Random& random) {
  char& byte = text[place_in(text, random)];
  byte = static_cast<char>(byte ^ (1 << random.below(8)));
}

void replace_byte(std::string& text, Random& random) {
  text[place_in(text, random)] = static_cast<char>(random.below(256));
}

void cut(std::string& text, Random& random) { text.resize(place_in(text, random)); }

void double_part(std::string& text, Random& random) {
  const Part part = part_of(text, random);
  text.insert(part.begin, text.substr(part.begin, part.size));
}

void leave_out(std::string& text, Random& random) {
  const Part part = part_of(text, random);
  text.erase(part.begin, part.size);
}

void copy_part(std::string& text, Random& random) {
  const Part from = part_of(text, random);
  const std::string copy = text.substr(from.begin, from.size);
  const Part to = part_of(text, random);
  text.replace(to.begin, std::min(to.size, copy.size()), copy);
}

void write_extreme(std::string& text, Random& random) {
  constexpr std::uint64_t kExtremes[] = {0,
                                         1,
                                         0x7fffffff,
                                         0x80000000,
                                         0xffffffff,
                                         0x7fffffffffffffff,
                                         0x8000000000000000,
                                         0xffffffffffffffff};
  const std::uint64_t extreme = kExtremes[random.below(std::size(kExtremes))];
  // Lengths and counts stand at the beginning of a file more often than anywhere else.
  const std::size_t near = std::min<std::size_t>(text.size(), 64);
  const std::size_t place =
      random.chance(50) ? place_in(text, random) : place_in(text, random) % near;
  const std::size_t size = random.chance(50) ? 4 : 8;
  std::memcpy(text.data() + place, &extreme, std::min(size, text.size() - place));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void replace_number(std::string& text, Random& random) {
  constexpr const char* kNumbers[] = {
      "0",  "-1", "4294967296", "9223372036854775807", "1e308", "1e-9", "0.5", "null", "\"x\"",
      "[]", "{}", "true",       "18446744073709551616"};
  const auto from = text.begin() + static_cast<std::ptrdiff_t>(place_in(text, random));
  const auto begin = std::find_if(from, text.end(), is_digit);
  const auto end = std::find_if_not(begin, text.end(), is_digit);
  text.replace(begin, end, kNumbers[random.below(std::size(kNumbers))]);
}

using Mutation = void (*)(std::string&, Random&);

constexpr Mutation kMutations[] = {flip_bit,  replace_byte, cut,           double_part,
                                   leave_out, copy_part,    write_extreme, replace_number};

}  // namespace

std::string mutate(std::string_view file, std::uint64_t seed) {
  Random random(seed);
  std::string text(file);
  const std::int64_t faults = random.between(1, 4);
  for (std::int64_t fault = 0; fault < faults && !text.empty(); ++fault) {
    kMutations[random.below(std::size(kMutations))](text, random);
  }
  return text;
}

MutationCount read_mutated(std::string_view file, int count,
                           const std::function<void(const std::string&)>& read) {
  MutationCount result;
  for (int seed = 0; seed < count; ++seed) {
    try {
      read(mutate(file, static_cast<std::uint64_t>(seed)));
      ++result.accepted;
    } catch (const InputError& error) {
      result.refused += error.file().empty() ? 0 : 1;
    }
  }
  return result;
}

}  // namespace mllm_npu::support
