#include "tests/text/tokenizer_samples.h"

#include <bit>

#include <boost/json.hpp>

#include "engine/text/byte_alphabet.h"
#include "engine/text/byte_piece.h"
#include "tests/support/random.h"

namespace mllm_npu::text_samples {

using support::Random;

BpeVocabulary byte_level_vocabulary(const std::vector<std::string>& merges) {
  BpeVocabulary vocabulary;
  vocabulary.file = "vocab";
  for (int byte = 0; byte < 256; ++byte) {
    vocabulary.tokens.push_back(byte_letter(static_cast<std::uint8_t>(byte)));
  }
  add_merges(merges, vocabulary);
  return vocabulary;
}

void add_merges(const std::vector<std::string>& merges, BpeVocabulary& vocabulary) {
  for (const std::string& merge : merges) {
    vocabulary.merges.push_back(split_merge(merge, "merges"));
    vocabulary.tokens.push_back(vocabulary.merges.back().first + vocabulary.merges.back().second);
    if (!vocabulary.kinds.empty()) vocabulary.kinds.push_back(TokenKind::kNormal);
  }
}

TokenId add_piece(const std::string& text, TokenKind kind, ScoredVocabulary& vocabulary) {
  vocabulary.pieces.push_back({text, 0, kind});
  return static_cast<TokenId>(vocabulary.pieces.size()) - 1;
}

ScoredVocabulary scored_vocabulary_without_bytes(const std::vector<std::string>& pieces) {
  ScoredVocabulary vocabulary;
  vocabulary.file = "pieces";
  vocabulary.begin = 1;
  vocabulary.ends = {2};
  add_piece("<unk>", TokenKind::kUnknown, vocabulary);
  add_piece("<s>", TokenKind::kControl, vocabulary);
  add_piece("</s>", TokenKind::kControl, vocabulary);
  for (const std::string& piece : pieces) {
    const float score = -static_cast<float>(vocabulary.pieces.size() - 3);
    vocabulary.pieces.push_back({piece, score, TokenKind::kNormal});
  }
  return vocabulary;
}

ScoredVocabulary scored_vocabulary(const std::vector<std::string>& pieces) {
  ScoredVocabulary vocabulary = scored_vocabulary_without_bytes(pieces);
  std::vector<ScoredPiece> bytes;
  for (int byte = 0; byte < 256; ++byte) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    const std::string text = {'<', '0', 'x', kDigits[byte / 16], kDigits[byte % 16], '>'};
    bytes.push_back({text, 0, TokenKind::kByte});
  }
  vocabulary.pieces.insert(vocabulary.pieces.begin() + 3, bytes.begin(), bytes.end());
  return vocabulary;
}

SentencePieceModel bpe_model(ScoredVocabulary vocabulary) {
  SentencePieceModel model;
  for (const ScoredPiece& piece : vocabulary.pieces) {
    if (piece.kind == TokenKind::kByte) model.byte_fallback = true;
  }
  model.vocabulary = std::move(vocabulary);
  return model;
}

std::vector<std::string> common_pieces() {
  return {"▁t",  "he", "▁the", "in",   "▁▁",  "▁▁▁▁", "er", "ing", "▁a", "an",   "▁an",
          "the", "aa", "aaa",  "aaaa", "aba", "ab",   "é",  "▁漢", "字", "漢字", "▁",
          "t",   "h",  "e",    "i",    "n",   "a",    "r",  "g",   "b",  "漢"};
}

std::string vocab_json(const BpeVocabulary& vocabulary) {
  boost::json::object object;
  for (std::size_t i = 0; i < vocabulary.tokens.size(); ++i) object[vocabulary.tokens[i]] = i;
  return boost::json::serialize(object);
}

std::string merges_txt(const BpeVocabulary& vocabulary) {
  std::string text = "#version: 0.2\n";
  for (const auto& [left, right] : vocabulary.merges) text += left + " " + right + "\n";
  return text;
}

std::string llama2c_bytes(const ScoredVocabulary& vocabulary) {
  std::string bytes;
  const auto put = [&](std::uint32_t word) {
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(word >> shift & 0xFF);
  };
  put(64);
  for (const ScoredPiece& piece : vocabulary.pieces) {
    const std::string text = replaced(piece.text, kSpaceMark, " ");
    put(std::bit_cast<std::uint32_t>(piece.score));
    put(static_cast<std::uint32_t>(text.size()));
    bytes += text;
  }
  return bytes;
}

std::string random_text(std::uint64_t seed) {
  constexpr const char* kCharacters[] = {
      "t",  "h",    "e",      "a",   "n",      "b",      "i",   "g",    " ", " ",           "  ",
      "\n", "\t",   "'s",     "'LL", "1",      "23",     ".",   "!?",   "é", "e\u0301",     "漢",
      "字", "🦙", "\u00A0", "Ω",   "\u2126", "<0x41>", "<s>", "\r\n", "ſ", "\u0323\u0307"};
  Random random(seed);
  std::string text;
  for (std::int64_t left = random.below(40); left > 0; --left) {
    text += kCharacters[random.below(std::size(kCharacters))];
  }
  return text;
}

std::string random_bytes(std::uint64_t seed) {
  Random random(seed);
  std::string text;
  for (std::int64_t left = random.below(40); left > 0; --left) {
    text += static_cast<char>(random.chance(30) ? 'a' : random.below(256));
  }
  return text;
}

std::string joined_pieces(const Tokenizer& tokenizer, const Ids& ids) {
  std::string text;
  for (const TokenId id : ids) text += tokenizer.piece(id);
  return text;
}

}  // namespace mllm_npu::text_samples
