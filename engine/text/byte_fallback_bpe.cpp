#include "engine/text/byte_fallback_bpe.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/text/byte_piece.h"
#include "engine/text/longest_match.h"
#include "engine/text/rank_merges.h"
#include "engine/text/seams.h"
#include "engine/text/table_tokenizer.h"
#include "engine/text/token_index.h"
#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

// Steps that feed each other could make a text of any length.
void check_growth(const std::vector<Replacement>& steps, const std::string& file) {
  std::size_t growth = 1;
  for (const Replacement& step : steps) {
    if (step.pattern.empty()) {
      if (step.content.size() <= 16) continue;
    } else {
      growth *= std::max<std::size_t>(
          (step.content.size() + step.pattern.size() - 1) / step.pattern.size(), 1);
      if (growth <= 4) continue;
    }
    throw InputError(file, "replacements", "texts at most four times as long",
                     step.pattern + " to " + step.content);
  }
}

std::string rewrite(const std::vector<Replacement>& steps, std::string_view text) {
  std::string out(text);
  for (const Replacement& step : steps) {
    if (!step.pattern.empty()) {
      out = replaced(out, step.pattern, step.content);
    } else if (!out.empty()) {
      out.insert(0, step.content);
    }
  }
  return out;
}

std::string byte_text(const BpeVocabulary& vocabulary, const std::string& token) {
  const std::optional<std::uint8_t> byte = byte_of_piece(token);
  if (!byte) throw InputError(vocabulary.file, "byte token", "<0x00> to <0xFF>", token);
  return std::string(1, static_cast<char>(*byte));
}

std::vector<std::string> texts_of(const BpeVocabulary& vocabulary, const SpaceEscapes& escapes) {
  std::vector<std::string> texts(vocabulary.tokens.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string& token = vocabulary.tokens[i];
    switch (vocabulary.kind(static_cast<TokenId>(i))) {
      case TokenKind::kByte:
        texts[i] = byte_text(vocabulary, token);
        break;
      case TokenKind::kNormal:
      case TokenKind::kUserDefined:
        texts[i] = rewrite(escapes.decoder, token);
        break;
      case TokenKind::kUnknown:
      case TokenKind::kControl:
      case TokenKind::kUnused:
        break;
    }
  }
  return texts;
}

class ByteFallbackBpe final : public TableTokenizer {
 public:
  // REQUIRES: check_kinds(vocabulary) and check_growth of both lists did not complain.
  ByteFallbackBpe(const BpeVocabulary& vocabulary, const SpaceEscapes& escapes)
      : TableTokenizer({.texts = texts_of(vocabulary, escapes),
                        .drops_first_space = escapes.drops_first_space,
                        .begin = vocabulary.begin,
                        .ends = vocabulary.ends}),
        normalizer_(escapes.normalizer),
        fuse_unknown_(escapes.fuse_unknown),
        ignore_merges_(vocabulary.ignore_merges),
        merges_(vocabulary),
        tokens_(vocabulary.tokens) {
    bytes_.fill(kNoToken);
    index_.reserve(tokens_.size());
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      take(vocabulary, static_cast<TokenId>(i), escapes.byte_fallback);
    }
    for (const auto& [left, right] : vocabulary.merges) {
      seams_.add(left + right);
      if (byte_of_piece(left) || byte_of_piece(right)) merges_bytes_ = true;
    }
  }

  std::vector<TokenId> encode(std::string_view text) const override {
    const std::string normal = rewrite(normalizer_, text);
    Output output;
    for (const LongestMatch::Part& part : user_defined_.split(normal)) {
      if (part.id) {
        push(*part.id, output);
      } else {
        encode_part(part.text, output);
      }
    }
    return std::move(output.ids);
  }

 private:
  // What becomes of a text.
  struct Output {
    std::vector<TokenId> ids{};
    bool after_unknown = false;
    MergeWork work{};
  };

  void take(const BpeVocabulary& vocabulary, TokenId id, bool byte_fallback) {
    const std::string& token = tokens_[static_cast<std::size_t>(id)];
    switch (vocabulary.kind(id)) {
      case TokenKind::kNormal:
        return index_.add(token, id);
      case TokenKind::kUserDefined:
        return add_user_defined(token, id, vocabulary.file);
      case TokenKind::kUnknown:
        if (unknown_ == kNoToken) unknown_ = id;
        return;
      case TokenKind::kByte: {
        TokenId& byte = bytes_[static_cast<unsigned char>(text_of(id).front())];
        if (byte_fallback && byte == kNoToken) byte = id;
        return;
      }
      case TokenKind::kControl:
      case TokenKind::kUnused:
        return;
    }
  }

  // It is searched for in normalized text.
  void add_user_defined(const std::string& token, TokenId id, const std::string& file) {
    std::string text = token;
    for (const Replacement& step : normalizer_) {
      if (!step.pattern.empty()) text = replaced(text, step.pattern, step.content);
    }
    user_defined_.add(text, id, file);
  }

  void encode_part(std::string_view text, Output& output) const {
    if (ignore_merges_) {
      if (const std::optional<TokenId> id = index_.find(text)) return push(*id, output);
    }
    while (!text.empty()) {
      const std::string_view part = merges_bytes_ ? text : seams_.first_part(text, 0);
      merge(part, output.work);
      output.work.for_each([&](const MergeWork::Symbol& symbol) { push(symbol.id, output); });
      text.remove_prefix(part.size());
    }
  }

  void merge(std::string_view text, MergeWork& work) const {
    work.clear();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = std::max<std::size_t>(utf8_size(text, at), 1);
      add_character(text.substr(at, size), work);
      at += size;
    }
    work.merge([this](const MergeWork::Symbol& left, const MergeWork::Symbol& right) {
      return merges_.find(left.id, right.id);
    });
  }

  void push(TokenId id, Output& output) const {
    const bool unknown = id == kNoToken;
    const bool again = unknown && output.after_unknown && fuse_unknown_;
    output.after_unknown = unknown;
    if (unknown) id = unknown_;
    if (id != kNoToken && !again) output.ids.push_back(id);
  }

  void add_character(std::string_view character, MergeWork& work) const {
    if (const std::optional<TokenId> id = index_.find(character)) {
      return work.add(*id, character.size());
    }
    const bool all_bytes = std::all_of(character.begin(), character.end(), [&](char byte) {
      return bytes_[static_cast<unsigned char>(byte)] != kNoToken;
    });
    if (!all_bytes) return work.add(kNoToken, character.size());
    for (const char byte : character) work.add(bytes_[static_cast<unsigned char>(byte)], 1);
  }

  std::vector<Replacement> normalizer_;
  bool fuse_unknown_;
  bool ignore_merges_;
  RankMerges merges_;
  std::vector<std::string> tokens_;
  TokenIndex index_{};  // of kNormal, into tokens_
  Seams seams_{};
  bool merges_bytes_ = false;  // then characters that stand in no token may be joined
  LongestMatch user_defined_{};
  std::array<TokenId, 256> bytes_{};
  TokenId unknown_ = kNoToken;
};

}  // namespace

std::unique_ptr<Tokenizer> make_byte_fallback_bpe(const BpeVocabulary& vocabulary,
                                                  const SpaceEscapes& escapes) {
  check_kinds(vocabulary);
  check_growth(escapes.normalizer, vocabulary.file);
  check_growth(escapes.decoder, vocabulary.file);
  return std::make_unique<ByteFallbackBpe>(vocabulary, escapes);
}

}  // namespace mllm_npu
