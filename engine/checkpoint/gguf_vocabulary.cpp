#include "engine/checkpoint/gguf_vocabulary.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/checkpoint/byte_vocabulary.h"
#include "engine/checkpoint/gguf_tokenizer.h"
#include "engine/checkpoint/mapped_file.h"
#include "engine/text/merge_scores.h"
#include "engine/text/tokenizer_files.h"

namespace mllm_npu {
namespace {

constexpr std::string_view kPrefix = "tokenizer.ggml.";
constexpr const char* kNoVocabulary = "no_vocab";
constexpr float kFillerScore = -10000;

std::string key(std::string_view name) { return std::string(kPrefix) + std::string(name); }

TokenKind kind_of(VocabularyPiece::Kind kind) {
  switch (kind) {
    case VocabularyPiece::Kind::kUnknown:
      return TokenKind::kUnknown;
    case VocabularyPiece::Kind::kControl:
      return TokenKind::kControl;
    case VocabularyPiece::Kind::kByte:
      return TokenKind::kByte;
    case VocabularyPiece::Kind::kNormal:
      return TokenKind::kNormal;
  }
  MLLM_NPU_CHECK(false, "kind " + std::to_string(static_cast<int>(kind)));
}

std::string filler(std::size_t id) { return "[PAD" + std::to_string(id) + "]"; }

// Lengthens the lists by token, those that are there, to `vocab_size`.
void fill_up(GgufMetadata& metadata, std::int64_t vocab_size) {
  std::vector<std::string> tokens = metadata.strings(key("tokens"));
  const std::size_t had = tokens.size();
  const auto wanted = static_cast<std::size_t>(vocab_size);
  if (had > wanted) {
    metadata.fail(key("tokens"), "at most " + std::to_string(wanted) + ", as the embedding",
                  std::to_string(had));
  }
  if (had == wanted) return;
  while (tokens.size() < wanted) tokens.push_back(filler(tokens.size()));
  metadata.set_strings(key("tokens"), std::move(tokens));
  std::vector<std::int32_t> types(had, static_cast<std::int32_t>(TokenKind::kNormal));
  if (metadata.has(key("token_type"))) {
    const std::vector<std::int64_t> known = metadata.integers(key("token_type"));
    for (std::size_t i = 0; i < had; ++i) types[i] = static_cast<std::int32_t>(known[i]);
  }
  types.resize(wanted, static_cast<std::int32_t>(TokenKind::kUnused));
  metadata.set_integers(key("token_type"), types);
  if (metadata.has(key("scores"))) {
    std::vector<float> scores = metadata.numbers(key("scores"));
    scores.resize(wanted, kFillerScore);
    metadata.set_numbers(key("scores"), scores);
  }
}

// An id without a token is left out. REQUIRES: tokens and types are complete.
void set_special_tokens(GgufMetadata& metadata, std::optional<TokenId> begin,
                        const std::vector<TokenId>& ends) {
  const auto count = static_cast<std::int64_t>(metadata.strings(key("tokens")).size());
  const auto set_id = [&](const char* name, std::int64_t id) {
    if (id < count) metadata.set_integer(key(name), static_cast<std::uint32_t>(id));
  };
  if (begin) set_id("bos_token_id", *begin);
  if (!ends.empty()) set_id("eos_token_id", ends[0]);
  if (ends.size() > 1) set_id("eot_token_id", ends[1]);
  const std::vector<std::int64_t> types = metadata.integers(key("token_type"));
  const auto unknown =
      std::find(types.begin(), types.end(), static_cast<std::int64_t>(TokenKind::kUnknown));
  if (unknown != types.end()) set_id("unknown_token_id", unknown - types.begin());
  metadata.set_boolean(key("add_bos_token"), begin && *begin < count);
  metadata.set_boolean(key("add_eos_token"), false);
}

CarriedVocabulary carried(const BpeParts& parts, std::int64_t vocab_size) {
  const auto* const words = std::get_if<PreTokenization>(&parts.steps);
  if (words == nullptr) {
    const ScoredForm form = scored_form(parts);
    if (!form.vocabulary) return {.obstacle = parts.vocabulary.file + ": " + form.obstacle};
    return {.metadata = gguf_scored_vocabulary(*form.vocabulary, vocab_size)};
  }
  const std::optional<std::string> pre = name_of(*words);
  // Only LLaMA-3's takes a word that is a token as it is.
  if (!pre || parts.vocabulary.ignore_merges != (*pre == "llama-bpe")) {
    return {.obstacle = parts.vocabulary.file + ": cuts words as none of qwen2, gpt-2, llama-bpe"};
  }
  make_tokenizer(parts);  // errs where the merges are none of its tokens
  return {.metadata = gguf_byte_level_vocabulary(parts.vocabulary, *pre, vocab_size)};
}

CarriedVocabulary carried(const SentencePieceModel& model, std::int64_t vocab_size) {
  const std::string& file = model.vocabulary.file;
  if (!model.is_bpe) return {.obstacle = file + ": is a unigram model, not BPE"};
  if (model.removes_extra_spaces) return {.obstacle = file + ": removes extra spaces"};
  return {.metadata = gguf_scored_vocabulary(model.vocabulary, vocab_size)};
}

}  // namespace

GgufMetadata gguf_no_vocabulary() {
  GgufMetadata metadata("no vocabulary");
  metadata.set_string(key("model"), kNoVocabulary);
  return metadata;
}

GgufMetadata gguf_byte_vocabulary(std::int64_t vocab_size) {
  ScoredVocabulary vocabulary;
  vocabulary.file = "byte vocabulary";
  for (const VocabularyPiece& piece : byte_vocabulary(vocab_size)) {
    vocabulary.pieces.push_back({.text = piece.text, .score = 0, .kind = kind_of(piece.kind)});
  }
  vocabulary.begin = static_cast<TokenId>(kByteVocabularyBegin);
  vocabulary.ends = {static_cast<TokenId>(kByteVocabularyEnd)};
  return gguf_scored_vocabulary(vocabulary, vocab_size);
}

GgufMetadata gguf_scored_vocabulary(const ScoredVocabulary& vocabulary, std::int64_t vocab_size) {
  GgufMetadata metadata(vocabulary.file);
  std::vector<std::string> tokens;
  std::vector<float> scores;
  std::vector<std::int32_t> types;
  for (const ScoredPiece& piece : vocabulary.pieces) {
    const bool gap = piece.text.empty();
    tokens.push_back(gap ? filler(tokens.size()) : piece.text);
    scores.push_back(piece.score);
    types.push_back(static_cast<std::int32_t>(gap ? TokenKind::kUnused : piece.kind));
  }
  metadata.set_string(key("model"), "llama");
  metadata.set_string(key("pre"), "default");
  metadata.set_strings(key("tokens"), std::move(tokens));
  metadata.set_numbers(key("scores"), scores);
  metadata.set_integers(key("token_type"), types);
  metadata.set_boolean(key("add_space_prefix"), vocabulary.add_space_prefix);
  fill_up(metadata, vocab_size);
  set_special_tokens(metadata, vocabulary.begin, vocabulary.ends);
  return metadata;
}

GgufMetadata gguf_byte_level_vocabulary(const BpeVocabulary& vocabulary, const std::string& pre,
                                        std::int64_t vocab_size) {
  GgufMetadata metadata(vocabulary.file);
  std::vector<std::string> tokens = vocabulary.tokens;
  std::vector<std::int32_t> types;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    TokenKind kind = vocabulary.kind(static_cast<TokenId>(i));
    if (tokens[i].empty()) {
      tokens[i] = filler(i);
      kind = TokenKind::kUnused;
    }
    types.push_back(static_cast<std::int32_t>(kind));
  }
  std::vector<std::string> merges;
  for (const auto& merge : vocabulary.merges) {
    merges.push_back(merge.first + ' ' + merge.second);
    if (split_merge(merges.back(), vocabulary.file) == merge) continue;
    metadata.fail(key("merges"), "tokens without a space", merges.back());
  }
  metadata.set_string(key("model"), "gpt2");
  metadata.set_string(key("pre"), pre);
  metadata.set_strings(key("tokens"), std::move(tokens));
  metadata.set_integers(key("token_type"), types);
  metadata.set_strings(key("merges"), std::move(merges));
  fill_up(metadata, vocab_size);
  set_special_tokens(metadata, vocabulary.begin, vocabulary.ends);
  return metadata;
}

CarriedVocabulary gguf_vocabulary_of_folder(const std::filesystem::path& folder,
                                            std::int64_t vocab_size) {
  if (!has_tokenizer_files(folder)) return {.obstacle = folder.string() + " has none"};
  try {
    const TokenizerParts parts = read_tokenizer_parts(folder);
    if (const auto* bpe = std::get_if<BpeParts>(&parts)) return carried(*bpe, vocab_size);
    return carried(std::get<SentencePieceModel>(parts), vocab_size);
  } catch (const InputError& error) {
    return {.obstacle = error.what()};
  }
}

std::optional<GgufMetadata> gguf_vocabulary_of(const std::filesystem::path& gguf,
                                               std::int64_t vocab_size) {
  const MappedFile mapped(gguf);
  const GgufFile file = read_gguf(mapped.bytes(), gguf.string());
  const std::string model = key("model");
  if (!file.metadata.has(model) || file.metadata.string(model) == kNoVocabulary) {
    return std::nullopt;
  }
  gguf_tokenizer(file);  // errs where the keys are no tokenizer
  GgufMetadata metadata(gguf.string());
  for (const auto& [name, value] : file.metadata.values()) {
    if (name.starts_with("tokenizer.")) metadata.set(name, value);
  }
  fill_up(metadata, vocab_size);
  return metadata;
}

}  // namespace mllm_npu
