#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/text/tokenizer.h"

namespace mllm_npu {

// From a token's text to its id. Looks into strings that must outlive it and not move.
class TokenIndex {
 public:
  void reserve(std::size_t count) { ids_.reserve(count); }
  // Of equal texts the first counts; "" is never found.
  void add(std::string_view text, TokenId id) {
    if (!text.empty()) ids_.emplace(text, id);
  }
  std::optional<TokenId> find(std::string_view text) const {
    const auto found = ids_.find(text);
    return found == ids_.end() ? std::nullopt : std::optional<TokenId>(found->second);
  }

 private:
  std::unordered_map<std::string_view, TokenId> ids_{};  // looked up, never walked
};

}  // namespace mllm_npu
