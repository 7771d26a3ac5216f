#include "engine/text/byte_level_bpe.h"

#include <array>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/text/byte_alphabet.h"
#include "engine/text/longest_match.h"
#include "engine/text/pattern.h"
#include "engine/text/rank_merges.h"
#include "engine/text/table_tokenizer.h"
#include "engine/text/token_index.h"
#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

// The text of each token. A token that the alphabet does not spell is text as it is.
std::vector<std::string> texts_of(const BpeVocabulary& vocabulary) {
  std::vector<std::string> texts;
  texts.reserve(vocabulary.tokens.size());
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
    const std::string& token = vocabulary.tokens[i];
    const TokenKind kind = vocabulary.kind(static_cast<TokenId>(i));
    if (kind == TokenKind::kNormal) {
      texts.push_back(bytes_of_letters(token).value_or(token));
    } else {
      texts.push_back(kind == TokenKind::kUserDefined ? token : "");
    }
  }
  return texts;
}

class ByteLevelBpe final : public TableTokenizer {
 public:
  ByteLevelBpe(const BpeVocabulary& vocabulary, const PreTokenization& pre_tokenization)
      : TableTokenizer(
            {.texts = texts_of(vocabulary), .begin = vocabulary.begin, .ends = vocabulary.ends}),
        nfc_(pre_tokenization.nfc),
        ignore_merges_(vocabulary.ignore_merges),
        merges_(vocabulary) {
    for (const std::string& pattern : pre_tokenization.patterns) {
      patterns_.emplace_back(pattern, vocabulary.file);
    }
    bytes_.fill(kNoToken);
    for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) {
      take(vocabulary, static_cast<TokenId>(i));
    }
  }

  std::vector<TokenId> encode(std::string_view text) const override {
    const std::string normal = nfc_ ? normal_form_c(text) : std::string();
    MergeWork work;
    std::vector<TokenId> ids;
    for (const LongestMatch::Part& part : user_defined_.split(nfc_ ? normal : text)) {
      if (part.id) {
        ids.push_back(*part.id);
        continue;
      }
      for (const std::string_view word : words_of(part.text)) encode_word(word, work, ids);
    }
    return ids;
  }

 private:
  void take(const BpeVocabulary& vocabulary, TokenId id) {
    const TokenKind kind = vocabulary.kind(id);
    if (kind == TokenKind::kUserDefined) {
      user_defined_.add(vocabulary.tokens[static_cast<std::size_t>(id)], id, vocabulary.file);
    }
    if (kind == TokenKind::kUnknown && unknown_ == kNoToken) unknown_ = id;
    const std::string& text = text_of(id);
    if (ignore_merges_) words_.add(text, id);
    if (text.size() != 1) return;
    TokenId& byte = bytes_[static_cast<unsigned char>(text.front())];
    if (byte == kNoToken) byte = id;
  }

  std::vector<std::string_view> words_of(std::string_view text) const {
    std::vector<std::string_view> words;
    for (const Utf8Stretch& stretch : utf8_stretches(text)) {
      if (stretch.valid) {
        cut(stretch.text, words);
      } else {
        words.push_back(stretch.text);
      }
    }
    return words;
  }

  void cut(std::string_view text, std::vector<std::string_view>& words) const {
    std::vector<std::string_view> parts = {text};
    for (const Pattern& pattern : patterns_) {
      std::vector<std::string_view> finer;
      for (const std::string_view part : parts) pattern.cut(part, finer);
      parts = std::move(finer);
    }
    words.insert(words.end(), parts.begin(), parts.end());
  }

  void encode_word(std::string_view word, MergeWork& work, std::vector<TokenId>& ids) const {
    if (ignore_merges_) {
      if (const std::optional<TokenId> id = words_.find(word)) return ids.push_back(*id);
    }
    work.clear();
    for (const char byte : word) work.add(bytes_[static_cast<unsigned char>(byte)], 1);
    work.merge([this](const MergeWork::Symbol& left, const MergeWork::Symbol& right) {
      return merges_.find(left.id, right.id);
    });
    work.for_each([&](const MergeWork::Symbol& symbol) {
      const TokenId id = symbol.id == kNoToken ? unknown_ : symbol.id;
      if (id != kNoToken) ids.push_back(id);
    });
  }

  bool nfc_;
  bool ignore_merges_;
  RankMerges merges_;
  std::vector<Pattern> patterns_{};
  LongestMatch user_defined_{};
  TokenIndex words_{};  // only where merges are ignored
  std::array<TokenId, 256> bytes_{};
  TokenId unknown_ = kNoToken;
};

}  // namespace

std::unique_ptr<Tokenizer> make_byte_level_bpe(const BpeVocabulary& vocabulary,
                                               const PreTokenization& pre_tokenization) {
  check_kinds(vocabulary);
  return std::make_unique<ByteLevelBpe>(vocabulary, pre_tokenization);
}

}  // namespace mllm_npu
