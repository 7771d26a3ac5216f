#include "engine/checkpoint/gguf_vocabulary.h"

#include <utility>

#include "engine/base/check.h"
#include "engine/checkpoint/byte_vocabulary.h"
#include "engine/checkpoint/gguf_tokenizer.h"
#include "engine/checkpoint/mapped_file.h"

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
  while (tokens.size() < wanted) tokens.push_back("[PAD" + std::to_string(tokens.size()) + "]");
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
    tokens.push_back(piece.text);
    scores.push_back(piece.score);
    types.push_back(static_cast<std::int32_t>(piece.kind));
  }
  metadata.set_string(key("model"), "llama");
  metadata.set_string(key("pre"), "default");
  metadata.set_strings(key("tokens"), std::move(tokens));
  metadata.set_numbers(key("scores"), scores);
  metadata.set_integers(key("token_type"), types);
  const auto set_id = [&](const char* name, TokenId id) {
    metadata.set_integer(key(name), static_cast<std::uint32_t>(id));
  };
  if (vocabulary.begin) set_id("bos_token_id", *vocabulary.begin);
  if (!vocabulary.ends.empty()) set_id("eos_token_id", vocabulary.ends.front());
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i] == static_cast<std::int32_t>(TokenKind::kUnknown)) {
      set_id("unknown_token_id", static_cast<TokenId>(i));
      break;
    }
  }
  metadata.set_boolean(key("add_bos_token"), vocabulary.begin.has_value());
  metadata.set_boolean(key("add_eos_token"), false);
  metadata.set_boolean(key("add_space_prefix"), vocabulary.add_space_prefix);
  fill_up(metadata, vocab_size);
  return metadata;
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
