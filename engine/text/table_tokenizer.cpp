#include "engine/text/table_tokenizer.h"

#include <utility>

namespace mllm_npu {

TableTokenizer::TableTokenizer(Table table) : table_(std::move(table)) {}

std::string TableTokenizer::decode(std::span<const TokenId> ids) const {
  std::string text;
  for (const TokenId id : ids) {
    if (id >= 0 && id < vocab_size()) text += table_.texts[static_cast<std::size_t>(id)];
  }
  if (table_.drops_first_space && text.starts_with(' ')) text.erase(0, 1);
  return text;
}

std::string TableTokenizer::piece(TokenId id) const {
  return id >= 0 && id < vocab_size() ? table_.texts[static_cast<std::size_t>(id)] : "";
}

}  // namespace mllm_npu
