#include "engine/text/special_tokens.h"

#include <algorithm>
#include <charconv>

#include "engine/base/input_error.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

bool has_value(const JsonReader& object, std::string_view member) {
  return object.has(member) && !object.at(member).value().is_null();
}

// "<s>", or {"content": "<s>", ...}.
void read_token(const JsonReader& file, std::string_view member, std::optional<std::string>& into) {
  if (into || !has_value(file, member)) return;
  const JsonReader token = file.at(member);
  into = token.value().is_object() ? token.at("content").string() : token.string();
}

TokenId read_id(const JsonReader& id) { return static_cast<TokenId>(id.integer(0, INT32_MAX)); }

TokenId id_of_key(const std::string& key, const JsonReader& place) {
  TokenId id = 0;
  const char* const end = key.data() + key.size();
  const auto result = std::from_chars(key.data(), end, id);
  if (result.ec != std::errc() || result.ptr != end || id < 0) place.fail("an id", key);
  return id;
}

void read_tokenizer_config(const JsonReader& file, SpecialTokens& into) {
  if (has_value(file, "tokenizer_class"))
    into.tokenizer_class = file.at("tokenizer_class").string();
  if (has_value(file, "add_bos_token")) into.adds_begin = file.at("add_bos_token").boolean();
  if (!has_value(file, "added_tokens_decoder")) return;
  for (const auto& [key, token] : file.at("added_tokens_decoder").members()) {
    into.added.push_back(read_added_token(token, id_of_key(key, token)));
  }
}

void read_ids(const JsonReader& file, SpecialTokens& into) {
  if (!into.begin_id && has_value(file, "bos_token_id")) {
    into.begin_id = read_id(file.at("bos_token_id"));
  }
  if (!has_value(file, "eos_token_id")) return;
  const JsonReader ends = file.at("eos_token_id");
  if (!ends.value().is_array()) return into.end_ids.push_back(read_id(ends));
  for (const JsonReader& end : ends.elements()) into.end_ids.push_back(read_id(end));
}

template <class Read>
void read_if_there(const fs::path& path, const Read& read) {
  std::error_code error;
  if (!fs::exists(path, error)) return;
  const boost::json::value value = read_json(path);
  read(JsonReader(path.string(), "", value));
}

}  // namespace

SpecialTokens read_special_tokens(const fs::path& folder) {
  SpecialTokens special;
  const auto read_tokens = [&](const JsonReader& file) {
    read_token(file, "bos_token", special.begin);
    read_token(file, "eos_token", special.end);
  };
  const auto read_config = [&](const JsonReader& file) { read_tokenizer_config(file, special); };
  const auto read_token_ids = [&](const JsonReader& file) { read_ids(file, special); };
  read_if_there(folder / "tokenizer_config.json", read_config);
  read_if_there(folder / "tokenizer_config.json", read_tokens);
  read_if_there(folder / "special_tokens_map.json", read_tokens);
  read_if_there(folder / "generation_config.json", read_token_ids);
  read_if_there(folder / "config.json", read_token_ids);
  return special;
}

std::vector<TokenId> ends_of_text(const SpecialTokens& special, std::vector<TokenId> own,
                                  const FindToken& find) {
  const auto add = [&](TokenId id) {
    if (std::find(own.begin(), own.end(), id) == own.end()) own.push_back(id);
  };
  if (special.end) {
    if (const std::optional<TokenId> id = find(*special.end)) add(*id);
  }
  for (const TokenId id : special.end_ids) add(id);
  return own;
}

std::optional<TokenId> begin_of_text(const SpecialTokens& special, std::optional<TokenId> own,
                                     const FindToken& find, const std::string& file) {
  if (!special.adds_begin) return own;
  if (!*special.adds_begin) return std::nullopt;
  if (special.begin) {
    if (const std::optional<TokenId> id = find(*special.begin)) return id;
  }
  if (own) return own;
  if (special.begin_id) return special.begin_id;
  throw InputError(file, "bos_token", "a token of the vocabulary, as add_bos_token is true",
                   special.begin.value_or("none"));
}

}  // namespace mllm_npu
