#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/tokenizer.h"

namespace mllm_npu::support {

// Every byte is the token of its value, 256 begins and 257 ends a text. With `blank_behind`, a
// letter and the blank behind it are one token: 258 + the letter.
class LetterTokenizer : public Tokenizer {
 public:
  static constexpr TokenId kBegin = 256;
  static constexpr TokenId kEnd = 257;

  std::int64_t vocab_size() const override { return 258 + 256; }
  std::vector<TokenId> encode(std::string_view text) const override {
    std::vector<TokenId> ids;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const TokenId letter = static_cast<unsigned char>(text[i]);
      const bool joined =
          blank_behind && letter != ' ' && i + 1 < text.size() && text[i + 1] == ' ';
      ids.push_back(joined ? 258 + letter : letter);
      if (joined) ++i;
    }
    return ids;
  }
  std::string decode(std::span<const TokenId> ids) const override {
    std::string text;
    for (const TokenId id : ids) text += piece(id);
    return text;
  }
  std::string piece(TokenId id) const override {
    if (id == kBegin || id == kEnd) return "";
    return id < 256 ? std::string(1, static_cast<char>(id))
                    : std::string{static_cast<char>(id - 258), ' '};
  }
  std::optional<TokenId> begin_of_text() const override {
    return begins ? std::optional(kBegin) : std::nullopt;
  }
  std::vector<TokenId> ends_of_text() const override {
    return ends ? std::vector<TokenId>{kEnd} : std::vector<TokenId>{};
  }

  bool begins = true;
  bool ends = true;
  bool blank_behind = false;
};

}  // namespace mllm_npu::support
