#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu::fuzz {

// Encodes beginning and end of `text` and decodes what came, and ids that no text has; stops the
// program where an id is none of the vocabulary, or the pieces are not what decode() says.
inline void round_trip(const Tokenizer& tokenizer, std::string_view text) {
  constexpr std::size_t kBytes = 4096;
  for (const std::string_view part :
       {text.substr(0, kBytes), text.substr(text.size() - std::min(text.size(), kBytes))}) {
    const std::vector<TokenId> ids = tokenizer.encode(part);
    std::string pieces;
    for (const TokenId id : ids) {
      MLLM_NPU_CHECK(id >= 0 && id < tokenizer.vocab_size(), std::to_string(id));
      pieces += tokenizer.piece(id);
    }
    const std::string decoded = tokenizer.decode(ids);
    MLLM_NPU_CHECK(decoded == pieces || " " + decoded == pieces, decoded + " is not " + pieces);
  }
  for (const TokenId id : {TokenId{-1}, TokenId{INT32_MIN}, TokenId{INT32_MAX}}) {
    MLLM_NPU_CHECK(tokenizer.piece(id).empty(), std::to_string(id));
  }
}

}  // namespace mllm_npu::fuzz
