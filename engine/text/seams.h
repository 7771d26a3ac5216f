#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mllm_npu {

// Where a text may be cut without changing what BPE makes of it: between two characters that stand
// side by side in no token, so that no merge can join what lies left and right. Short parts are
// merged faster than one long text.
class Seams {
 public:
  // Takes in a token, or the result of a merge.
  void add(std::string_view token);

  // The first part of `text`: at least one character, and `least` bytes where `text` has them.
  // What follows can be merged on its own.
  std::string_view first_part(std::string_view text, std::size_t least) const;

 private:
  // By a hash of two characters: whether some token has them side by side. Two pairs with one hash
  // cost a cut and nothing else.
  static constexpr std::size_t kPairs = std::size_t{1} << 18;
  std::vector<bool> joined_ = std::vector<bool>(kPairs);
};

}  // namespace mllm_npu
