#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/text/bpe_vocabulary.h"

namespace mllm_npu {

// Tokens by id from an object {"token": id, ...}. Errors: InputError for an id twice, an id of no
// token, or ids that leave out more than 65,536.
std::vector<std::string> read_tokens(const JsonReader& vocabulary);

// A token that stands beside the vocabulary of a BPE. `id` is what its file says; the vocabulary's
// own counts before it.
struct AddedToken {
  std::string content{};
  TokenId id = 0;
  bool special = true;  // kControl; else kUserDefined
};

// The token of an element of added_tokens, or of a member of added_tokens_decoder.
AddedToken read_added_token(const JsonReader& token, TokenId id);

// Puts added tokens into a vocabulary, the kinds of which are by id. Errors: InputError where two
// tokens have one id, or ids leave out more than 65,536.
void add_tokens(const std::vector<AddedToken>& added, BpeVocabulary& vocabulary);

}  // namespace mllm_npu
