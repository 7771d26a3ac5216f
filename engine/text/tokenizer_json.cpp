#include "engine/text/tokenizer_json.h"

#include <utility>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/text/bpe_json.h"
#include "engine/text/byte_piece.h"
#include "engine/text/tokenizer_json_steps.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

std::string string_of(const bj::value& value) {
  return {value.get_string().data(), value.get_string().size()};
}

// Merges as "left right", or as ["left", "right"].
std::vector<std::pair<std::string, std::string>> read_merges(const JsonReader& merges) {
  if (!merges.value().is_array()) merges.fail("an array");
  std::vector<std::pair<std::string, std::string>> result;
  result.reserve(merges.value().get_array().size());
  for (const bj::value& merge : merges.value().get_array()) {
    const bj::array* const pair = merge.if_array();
    if (merge.is_string()) {
      result.push_back(split_merge(string_of(merge), merges.file()));
    } else if (pair != nullptr && pair->size() == 2 && pair->front().is_string() &&
               pair->back().is_string()) {
      result.emplace_back(string_of(pair->front()), string_of(pair->back()));
    } else {
      merges.fail("\"left right\" or [\"left\", \"right\"]", bj::serialize(merge));
    }
  }
  return result;
}

void check_model(const JsonReader& model) {
  // The oldest files do not name the model.
  if (model.has("type")) static_cast<void>(model.at("type").one_of({"BPE"}));
  for (const char* const name : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    if (!model.has(name) || model.at(name).value().is_null()) continue;
    if (!any_string(model.at(name)).empty()) model.at(name).fail("null");
  }
}

void mark_unknown(const JsonReader& model, BpeVocabulary& vocabulary) {
  if (!model.has("unk_token") || model.at("unk_token").value().is_null()) return;
  const JsonReader unknown = model.at("unk_token");
  const JsonReader tokens = model.at("vocab");
  const std::string token = any_string(unknown);
  if (!tokens.has(token)) unknown.fail("a token of the vocabulary", token);
  const auto id = static_cast<std::size_t>(tokens.at(token).value().get_int64());
  vocabulary.kinds[id] = TokenKind::kUnknown;
}

void mark_bytes(BpeVocabulary& vocabulary) {
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    if (byte_of_piece(vocabulary.tokens[i])) vocabulary.kinds[i] = TokenKind::kByte;
  }
}

std::vector<AddedToken> read_added_tokens(const JsonReader& file) {
  std::vector<AddedToken> added;
  if (!file.has("added_tokens")) return added;
  for (const JsonReader& token : file.at("added_tokens").elements()) {
    const std::int64_t id = token.at("id").integer(0, INT32_MAX);
    added.push_back(read_added_token(token, static_cast<TokenId>(id)));
  }
  return added;
}

// The special token that a TemplateProcessing puts first.
std::optional<TokenId> read_begin(const JsonReader& file) {
  for (const JsonReader& step : steps_of(file, "post_processor")) {
    if (!is_step(step, "TemplateProcessing")) continue;
    const std::vector<JsonReader> parts = step.at("single").elements();
    if (parts.empty() || !parts.front().has("SpecialToken")) continue;
    const std::string token = parts.front().at("SpecialToken").at("id").string();
    const std::vector<JsonReader> ids = step.at("special_tokens").at(token).at("ids").elements();
    if (ids.size() != 1) step.fail("one id for " + token, std::to_string(ids.size()));
    return static_cast<TokenId>(ids.front().integer(0, INT32_MAX));
  }
  return std::nullopt;
}

}  // namespace

BpeParts parse_tokenizer_json(std::string_view text, const std::string& file_name) {
  const bj::value value = parse_json(text, file_name);
  const JsonReader file(file_name, "", value);
  const JsonReader model = file.at("model");
  check_model(model);

  BpeParts parts;
  BpeVocabulary& vocabulary = parts.vocabulary;
  vocabulary.file = file_name;
  vocabulary.tokens = read_tokens(model.at("vocab"));
  vocabulary.kinds.assign(vocabulary.tokens.size(), TokenKind::kNormal);
  vocabulary.merges = read_merges(model.at("merges"));
  vocabulary.ignore_merges = !is_off(model, "ignore_merges");
  vocabulary.begin = read_begin(file);
  if (is_byte_level(file)) {
    parts.steps = read_pre_tokenization(file);
  } else {
    const SpaceEscapes escapes = read_space_escapes(file);
    if (escapes.byte_fallback) mark_bytes(vocabulary);
    parts.steps = escapes;
  }
  mark_unknown(model, vocabulary);
  add_tokens(read_added_tokens(file), vocabulary);
  return parts;
}

std::unique_ptr<Tokenizer> make_tokenizer(const BpeParts& parts) {
  if (const auto* byte_level = std::get_if<PreTokenization>(&parts.steps)) {
    return make_byte_level_bpe(parts.vocabulary, *byte_level);
  }
  return make_byte_fallback_bpe(parts.vocabulary, std::get<SpaceEscapes>(parts.steps));
}

}  // namespace mllm_npu
