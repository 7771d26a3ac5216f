#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace mllm_npu::support {

// `file` with one to four faults that depend on nothing but `seed`: flipped bits, a cut end, parts
// that are swapped, doubled or left out, extreme numbers over any eight bytes, other bytes, and
// extreme numbers in the place of decimal ones.
std::string mutate(std::string_view file, std::uint64_t seed);

struct MutationCount {
  int accepted = 0;
  int refused = 0;  // with an InputError that names a file
};

// Gives `count` mutated versions of `file` to `read`, which may throw an InputError and nothing
// else.
MutationCount read_mutated(std::string_view file, int count,
                           const std::function<void(const std::string&)>& read);

}  // namespace mllm_npu::support
