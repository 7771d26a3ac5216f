#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/bpe_json.h"

namespace mllm_npu {

// What the files beside a tokenizer say about begin and end of text.
struct SpecialTokens {
  std::optional<std::string> tokenizer_class{};  // of tokenizer_config.json
  std::optional<bool> adds_begin{};              // add_bos_token of tokenizer_config.json
  // bos_token and eos_token, from the first file that has it of tokenizer_config.json and
  // special_tokens_map.json.
  std::optional<std::string> begin{};
  std::optional<std::string> end{};
  // bos_token_id from the first of generation_config.json and config.json, eos_token_id from both.
  std::optional<TokenId> begin_id{};
  std::vector<TokenId> end_ids{};
  std::vector<AddedToken> added{};  // added_tokens_decoder of tokenizer_config.json
};

// Files that are not there say nothing. Errors: InputError for one that is broken.
SpecialTokens read_special_tokens(const std::filesystem::path& folder);

// The ends of text: those that the vocabulary came with, then those of the files; each once.
// `find` gives the id of a token.
using FindToken = std::function<std::optional<TokenId>(std::string_view)>;
std::vector<TokenId> ends_of_text(const SpecialTokens& special, std::vector<TokenId> own,
                                  const FindToken& find);

// What begins a prompt: as add_bos_token says, else `own`. Errors: InputError where a token should
// be added, and the files name none that the vocabulary has.
std::optional<TokenId> begin_of_text(const SpecialTokens& special, std::optional<TokenId> own,
                                     const FindToken& find, const std::string& file);

}  // namespace mllm_npu
