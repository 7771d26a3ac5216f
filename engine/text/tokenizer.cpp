#include "engine/text/tokenizer.h"

namespace mllm_npu {

std::vector<TokenId> encode_prompt(const Tokenizer& tokenizer, std::string_view text) {
  std::vector<TokenId> ids = tokenizer.encode(text);
  if (const std::optional<TokenId> begin = tokenizer.begin_of_text()) {
    ids.insert(ids.begin(), *begin);
  }
  return ids;
}

}  // namespace mllm_npu
