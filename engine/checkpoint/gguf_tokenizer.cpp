#include "engine/checkpoint/gguf_tokenizer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/checkpoint/gguf_names.h"
#include "engine/checkpoint/mapped_file.h"
#include "engine/text/byte_level_bpe.h"
#include "engine/text/scored_bpe.h"

namespace mllm_npu {
namespace {

constexpr std::string_view kTokens = "tokenizer.ggml.tokens";
constexpr std::string_view kScores = "tokenizer.ggml.scores";
constexpr std::string_view kTypes = "tokenizer.ggml.token_type";
constexpr std::string_view kMerges = "tokenizer.ggml.merges";
constexpr std::string_view kPre = "tokenizer.ggml.pre";
constexpr std::string_view kModel = "tokenizer.ggml.model";

std::int64_t token_count(const GgufFile& file) {
  const auto count = static_cast<std::int64_t>(file.metadata.strings(kTokens).size());
  const std::string embedding = gguf_name({.role = WeightRole::kEmbedding});
  for (const StoredTensor& tensor : file.tensors) {
    if (tensor.name == embedding && count > tensor.rows()) {
      file.metadata.fail(kTokens, "at most " + std::to_string(tensor.rows()) + ", as the embedding",
                         std::to_string(count));
    }
  }
  if (count == 0) file.metadata.fail(kTokens, "tokens", "none");
  return count;
}

void check_size(const GgufMetadata& metadata, std::string_view key, std::size_t found,
                std::size_t expected) {
  if (found == expected) return;
  metadata.fail(key, std::to_string(expected) + " elements, one for each token",
                std::to_string(found));
}

// Empty where the file does not say.
std::vector<TokenKind> token_kinds(const GgufMetadata& metadata, std::size_t count) {
  std::vector<TokenKind> kinds;
  if (!metadata.has(kTypes)) return kinds;
  for (const std::int64_t type : metadata.integers(kTypes)) {
    if (type < 1 || type > 6) {
      metadata.fail(kTypes, "types of tokens from 1 to 6", std::to_string(type));
    }
    kinds.push_back(static_cast<TokenKind>(type));
  }
  check_size(metadata, kTypes, kinds.size(), count);
  return kinds;
}

std::optional<TokenId> special_token(const GgufMetadata& metadata, const std::string& name,
                                     std::int64_t count) {
  const std::string key = "tokenizer.ggml." + name;
  if (!metadata.has(key)) return std::nullopt;
  return static_cast<TokenId>(metadata.integer(key, 0, count - 1));
}

bool flag_or(const GgufMetadata& metadata, const std::string& name, bool otherwise) {
  const std::string key = "tokenizer.ggml." + name;
  return metadata.has(key) ? metadata.boolean(key) : otherwise;
}

std::vector<TokenId> end_tokens(const GgufMetadata& metadata, std::int64_t count) {
  std::vector<TokenId> ends;
  for (const char* name : {"eos_token_id", "eot_token_id"}) {
    const std::optional<TokenId> id = special_token(metadata, name, count);
    if (id && std::find(ends.begin(), ends.end(), *id) == ends.end()) ends.push_back(*id);
  }
  return ends;
}

// How a text is cut into words. Files from before the key was there have it from their model.
std::string words_of(const GgufMetadata& metadata) {
  constexpr std::string_view kArchitecture = "general.architecture";
  if (!metadata.has(kPre) && metadata.has(kArchitecture)) {
    if (metadata.string(kArchitecture) == "qwen2") return "qwen2";
    if (metadata.string(kArchitecture) == "phi2") return "phi-2";
  }
  return metadata.string(kPre);
}

std::unique_ptr<Tokenizer> scored_tokenizer(const GgufMetadata& metadata, std::int64_t count) {
  ScoredVocabulary vocabulary;
  vocabulary.file = metadata.file();
  const std::vector<std::string>& tokens = metadata.strings(kTokens);
  const std::vector<TokenKind> kinds = token_kinds(metadata, tokens.size());
  const std::vector<float> scores = metadata.numbers(kScores);
  check_size(metadata, kScores, scores.size(), tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const TokenKind kind = kinds.empty() ? TokenKind::kNormal : kinds[i];
    vocabulary.pieces.push_back({.text = tokens[i], .score = scores[i], .kind = kind});
  }
  vocabulary.add_space_prefix = flag_or(metadata, "add_space_prefix", true);
  if (flag_or(metadata, "add_bos_token", true)) {
    vocabulary.begin = special_token(metadata, "bos_token_id", count);
  }
  vocabulary.ends = end_tokens(metadata, count);
  return make_scored_bpe(std::move(vocabulary));
}

std::unique_ptr<Tokenizer> byte_level_tokenizer(const GgufMetadata& metadata, std::int64_t count) {
  BpeVocabulary vocabulary;
  vocabulary.file = metadata.file();
  vocabulary.tokens = metadata.strings(kTokens);
  vocabulary.kinds = token_kinds(metadata, vocabulary.tokens.size());
  for (const std::string& merge : metadata.strings(kMerges)) {
    vocabulary.merges.push_back(split_merge(merge, metadata.file()));
  }
  const std::string pre = words_of(metadata);
  const bool llama3 = pre == "llama-bpe";
  vocabulary.ignore_merges = llama3;
  if (flag_or(metadata, "add_bos_token", llama3)) {
    vocabulary.begin = special_token(metadata, "bos_token_id", count);
  }
  vocabulary.ends = end_tokens(metadata, count);
  return make_byte_level_bpe(std::move(vocabulary), pre_tokenization(pre, metadata.file()));
}

}  // namespace

std::unique_ptr<Tokenizer> gguf_tokenizer(const GgufFile& file) {
  const std::string& model = file.metadata.string(kModel);
  if (model != "llama" && model != "gpt2") file.metadata.fail(kModel, "llama or gpt2", model);
  const std::int64_t count = token_count(file);
  return model == "llama" ? scored_tokenizer(file.metadata, count)
                          : byte_level_tokenizer(file.metadata, count);
}

std::unique_ptr<Tokenizer> open_gguf_tokenizer(const std::filesystem::path& path) {
  const MappedFile file(path);
  return gguf_tokenizer(read_gguf(file.bytes(), path.string()));
}

}  // namespace mllm_npu
