#pragma once

#include <string>
#include <vector>

#include "engine/text/tokenizer.h"

namespace mllm_npu {

inline constexpr TokenId kNoToken = -1;

// Everything of a tokenizer but encode(): the text of a token does not depend on its neighbours,
// but that some tokenizers give a text a space before its beginning, which decode() drops again.
class TableTokenizer : public Tokenizer {
 public:
  struct Table {
    std::vector<std::string> texts{};  // by id; "" for a special token
    bool drops_first_space = false;
    std::optional<TokenId> begin{};
    std::vector<TokenId> ends{};
  };

  std::int64_t vocab_size() const final { return static_cast<std::int64_t>(table_.texts.size()); }
  std::string decode(std::span<const TokenId> ids) const final;
  std::string piece(TokenId id) const final;
  std::optional<TokenId> begin_of_text() const final { return table_.begin; }
  std::vector<TokenId> ends_of_text() const final { return table_.ends; }

 protected:
  explicit TableTokenizer(Table table);

  const std::string& text_of(TokenId id) const {
    return table_.texts[static_cast<std::size_t>(id)];
  }

 private:
  Table table_;
};

}  // namespace mllm_npu
