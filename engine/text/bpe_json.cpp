#include "engine/text/bpe_json.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/text/token_index.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

constexpr std::size_t kMaxMissing = 65536;

[[noreturn]] void fail(const std::string& file, const std::string& key, const std::string& token,
                       std::int64_t id) {
  throw InputError(file, key, "ids from 0 upward, each once", token + ": " + std::to_string(id));
}

}  // namespace

std::vector<std::string> read_tokens(const JsonReader& vocabulary) {
  if (!vocabulary.value().is_object()) vocabulary.fail("an object");
  const bj::object& entries = vocabulary.value().get_object();
  const auto limit = static_cast<std::int64_t>(entries.size() + kMaxMissing);
  std::vector<std::string> tokens;
  std::vector<bool> taken;
  for (const bj::key_value_pair& entry : entries) {
    const std::string token(entry.key().data(), entry.key().size());
    if (!entry.value().is_int64()) vocabulary.fail("a whole number for each token", token);
    const std::int64_t id = entry.value().get_int64();
    if (id < 0 || id >= limit) fail(vocabulary.file(), vocabulary.key(), token, id);
    const auto index = static_cast<std::size_t>(id);
    if (index >= tokens.size()) {
      tokens.resize(index + 1);
      taken.resize(index + 1);
    }
    if (taken[index]) fail(vocabulary.file(), vocabulary.key(), token, id);
    taken[index] = true;
    tokens[index] = token;
  }
  return tokens;
}

AddedToken read_added_token(const JsonReader& token, TokenId id) {
  return {token.at("content").string(), id, !token.has("special") || token.at("special").boolean()};
}

void add_tokens(const std::vector<AddedToken>& added, BpeVocabulary& vocabulary) {
  std::map<std::string_view, TokenId> own;
  for (const AddedToken& token : added) own.emplace(token.content, -1);
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    const auto found = own.find(vocabulary.tokens[i]);
    if (found != own.end()) found->second = static_cast<TokenId>(i);
  }
  const std::size_t limit = vocabulary.tokens.size() + added.size() + kMaxMissing;
  for (const AddedToken& token : added) {
    TokenId& id = own[token.content];
    if (id < 0) {
      const auto index = static_cast<std::size_t>(token.id);
      if (token.id < 0 || index >= limit) {
        fail(vocabulary.file, "added tokens", token.content, token.id);
      }
      if (index >= vocabulary.tokens.size()) {
        vocabulary.tokens.resize(index + 1);
        vocabulary.kinds.resize(index + 1, TokenKind::kUnused);
      }
      if (!vocabulary.tokens[index].empty()) {
        fail(vocabulary.file, "added tokens", token.content, token.id);
      }
      vocabulary.tokens[index] = token.content;
      id = token.id;
    }
    TokenKind& kind = vocabulary.kinds[static_cast<std::size_t>(id)];
    if (kind != TokenKind::kUnknown) {
      kind = token.special ? TokenKind::kControl : TokenKind::kUserDefined;
    }
  }
}

}  // namespace mllm_npu
