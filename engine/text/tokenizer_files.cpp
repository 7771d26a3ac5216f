#include "engine/text/tokenizer_files.h"

#include <algorithm>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/text/special_tokens.h"
#include "engine/text/tokenizer_json.h"
#include "engine/text/vocab_merges.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

FindToken finder(const BpeVocabulary& vocabulary) {
  return [&](std::string_view token) -> std::optional<TokenId> {
    const auto& tokens = vocabulary.tokens;
    const auto found = std::find(tokens.begin(), tokens.end(), token);
    if (found == tokens.end()) return std::nullopt;
    return static_cast<TokenId>(found - tokens.begin());
  };
}

FindToken finder(const ScoredVocabulary& vocabulary) {
  return [&](std::string_view token) -> std::optional<TokenId> {
    const auto& pieces = vocabulary.pieces;
    const auto found = std::find_if(pieces.begin(), pieces.end(),
                                    [&](const ScoredPiece& piece) { return piece.text == token; });
    if (found == pieces.end()) return std::nullopt;
    return static_cast<TokenId>(found - pieces.begin());
  };
}

template <class Vocabulary>
void complete(const SpecialTokens& special, const fs::path& folder, Vocabulary& vocabulary) {
  const FindToken find = finder(vocabulary);
  const std::string file = (folder / "tokenizer_config.json").string();
  vocabulary.begin = begin_of_text(special, vocabulary.begin, find, file);
  vocabulary.ends = ends_of_text(special, vocabulary.ends, find);
}

BpeParts read_json_parts(const fs::path& folder) {
  const fs::path path = folder / "tokenizer.json";
  BpeParts parts = parse_tokenizer_json(read_file(path), path.string());
  complete(read_special_tokens(folder), folder, parts.vocabulary);
  return parts;
}

SentencePieceModel read_model(const fs::path& folder) {
  const fs::path path = folder / "tokenizer.model";
  SentencePieceModel model = parse_sentencepiece_model(read_file(path), path.string());
  complete(read_special_tokens(folder), folder, model.vocabulary);
  return model;
}

std::string pre_tokenizer_of(const SpecialTokens& special, const fs::path& folder) {
  const std::string name = special.tokenizer_class.value_or("Qwen2Tokenizer");
  if (name.starts_with("Qwen2Tokenizer")) return "qwen2";
  if (name.starts_with("GPT2Tokenizer") || name.starts_with("CodeGenTokenizer")) return "gpt-2";
  throw InputError((folder / "tokenizer_config.json").string(), "tokenizer_class",
                   "one of Qwen2Tokenizer, GPT2Tokenizer, CodeGenTokenizer", name);
}

BpeParts read_vocab_merges(const fs::path& folder) {
  const fs::path vocab = folder / "vocab.json";
  const fs::path merges = folder / "merges.txt";
  const std::string vocab_text = read_file(vocab);
  const std::string merges_text = read_file(merges);
  BpeVocabulary vocabulary =
      parse_vocab_merges({vocab_text, vocab.string()}, {merges_text, merges.string()});
  const SpecialTokens special = read_special_tokens(folder);
  add_tokens(special.added, vocabulary);
  complete(special, folder, vocabulary);
  PreTokenization words = pre_tokenization(pre_tokenizer_of(special, folder), vocabulary.file);
  return {std::move(vocabulary), std::move(words)};
}

}  // namespace

std::unique_ptr<Tokenizer> load_tokenizer(const fs::path& folder) {
  const TokenizerParts parts = read_tokenizer_parts(folder);
  if (const auto* bpe = std::get_if<BpeParts>(&parts)) return make_tokenizer(*bpe);
  return make_sentencepiece_tokenizer(std::get<SentencePieceModel>(parts));
}

TokenizerParts read_tokenizer_parts(const fs::path& folder) {
  if (is_there(folder / "tokenizer.json")) return read_json_parts(folder);
  if (is_there(folder / "tokenizer.model")) return read_model(folder);
  if (is_there(folder / "vocab.json")) return read_vocab_merges(folder);
  throw InputError(folder.string(), "", "tokenizer.json, tokenizer.model or vocab.json",
                   "none of them");
}

bool has_tokenizer_files(const fs::path& folder) {
  return is_there(folder / "tokenizer.json") || is_there(folder / "tokenizer.model") ||
         is_there(folder / "vocab.json");
}

}  // namespace mllm_npu
