#include "engine/text/piece_texts.h"

#include <cmath>

#include "engine/base/input_error.h"
#include "engine/text/byte_piece.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kMaxPieceBytes = 1024;

}  // namespace

void check_pieces(const ScoredVocabulary& vocabulary) {
  if (vocabulary.pieces.empty()) throw InputError(vocabulary.file, "", "pieces", "none");
  for (std::size_t i = 0; i < vocabulary.pieces.size(); ++i) {
    const ScoredPiece& piece = vocabulary.pieces[i];
    const auto fail = [&](const std::string& expected, const std::string& found) {
      throw InputError(vocabulary.file, "piece " + std::to_string(i), expected, found);
    };
    if (!std::isfinite(piece.score)) fail("a finite score", std::to_string(piece.score));
    if (piece.text.size() > kMaxPieceBytes) {
      fail("at most 1024 bytes", std::to_string(piece.text.size()));
    }
    if (piece.kind == TokenKind::kByte && !byte_of_piece(piece.text)) {
      fail("<0x00> to <0xFF>", piece.text);
    }
  }
  const std::optional<TokenId> begin = vocabulary.begin;
  if (!begin || (*begin >= 0 && static_cast<std::size_t>(*begin) < vocabulary.pieces.size()))
    return;
  throw InputError(vocabulary.file, "begin of text", "a piece", std::to_string(*begin));
}

std::vector<std::string> piece_texts(const std::vector<ScoredPiece>& pieces) {
  std::vector<std::string> texts;
  texts.reserve(pieces.size());
  for (const ScoredPiece& piece : pieces) {
    if (piece.kind == TokenKind::kByte) {
      texts.emplace_back(1, static_cast<char>(*byte_of_piece(piece.text)));
    } else if (piece.kind == TokenKind::kNormal || piece.kind == TokenKind::kUserDefined) {
      texts.push_back(replaced(piece.text, kSpaceMark, " "));
    } else {
      texts.emplace_back();
    }
  }
  return texts;
}

}  // namespace mllm_npu
