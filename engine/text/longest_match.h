#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/text/tokenizer.h"

namespace mllm_npu {

// Finds tokens that stand in a text as they are: from the left, the longest at each place.
class LongestMatch {
 public:
  // Of equal texts the first counts. Errors: InputError naming `file` for a text that is empty or
  // over 1 KiB: a longer one could be searched for at every place of a text.
  void add(std::string_view text, TokenId id, const std::string& file);

  struct Part {
    std::string_view text;
    std::optional<TokenId> id;  // none: text between such tokens, not empty
  };
  std::vector<Part> split(std::string_view text) const;

 private:
  struct Found {
    std::size_t size = 0;  // 0: none
    TokenId id = 0;
  };
  Found longest_at(std::string_view rest) const;

  // A tree of bytes: its edges, and the tokens that end at its nodes. Node 0 is the root.
  std::array<bool, 256> begins_{};
  std::unordered_map<std::uint64_t, std::uint32_t> edges_{};  // node · 256 + byte
  std::vector<std::optional<TokenId>> ends_{1};               // by node
};

}  // namespace mllm_npu
