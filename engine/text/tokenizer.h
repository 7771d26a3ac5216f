#pragma once

// Text to tokens and back, as the model was trained with it.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mllm_npu {

using TokenId = std::int32_t;

class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  // One more than the largest id that decode() knows; a model's vocab_size may be larger (padding
  // rows).
  virtual std::int64_t vocab_size() const = 0;

  // Tokens of `text`, which may be any bytes; no special token is added, and none is recognised in
  // the text. decode(encode(x)) == x for every x that is UTF-8.
  virtual std::vector<TokenId> encode(std::string_view text) const = 0;

  // The text of tokens. Special tokens have none; an id outside 0..vocab_size-1 has none either.
  // Bytes that do not make up UTF-8 yet are given as they are.
  virtual std::string decode(std::span<const TokenId> ids) const = 0;

  // The bytes that `id` adds in the middle of a text, for printing as it comes: a space that
  // decode() drops at the beginning is kept. "" for a special token.
  virtual std::string piece(TokenId id) const = 0;

  // Begins every prompt, where the model was trained so.
  virtual std::optional<TokenId> begin_of_text() const = 0;
  // Ends a generation.
  virtual std::vector<TokenId> ends_of_text() const = 0;
};

// A whole prompt: begin_of_text() where there is one, then encode(text).
std::vector<TokenId> encode_prompt(const Tokenizer& tokenizer, std::string_view text);

}  // namespace mllm_npu
