#include "engine/text/scored_bpe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/text/byte_piece.h"
#include "engine/text/longest_match.h"
#include "engine/text/merge_work.h"
#include "engine/text/piece_texts.h"
#include "engine/text/seams.h"
#include "engine/text/table_tokenizer.h"
#include "engine/text/token_index.h"
#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

// Ranks by falling score; equal scores have equal ranks.
std::vector<std::uint32_t> ranks_of(const std::vector<ScoredPiece>& pieces) {
  std::vector<std::uint32_t> order(pieces.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return pieces[a].score > pieces[b].score;
  });
  std::vector<std::uint32_t> ranks(pieces.size());
  for (std::size_t i = 1; i < order.size(); ++i) {
    const bool equal = pieces[order[i]].score == pieces[order[i - 1]].score;
    ranks[order[i]] = ranks[order[i - 1]] + (equal ? 0 : 1);
  }
  return ranks;
}

class ScoredBpe final : public TableTokenizer {
 public:
  // REQUIRES: check_pieces(vocabulary) did not complain.
  explicit ScoredBpe(ScoredVocabulary vocabulary)
      : TableTokenizer({.texts = piece_texts(vocabulary.pieces),
                        .drops_first_space = vocabulary.add_space_prefix,
                        .begin = vocabulary.begin,
                        .ends = vocabulary.ends}),
        add_space_prefix_(vocabulary.add_space_prefix),
        pieces_(std::move(vocabulary.pieces)),
        ranks_(ranks_of(pieces_)) {
    bytes_.fill(kNoToken);
    index_.reserve(pieces_.size());
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      take(pieces_[i], static_cast<TokenId>(i), vocabulary.file);
    }
  }

  std::vector<TokenId> encode(std::string_view text) const override {
    std::string marked = replaced(text, " ", kSpaceMark);
    if (add_space_prefix_ && !marked.empty()) marked.insert(0, kSpaceMark);
    Output output;
    for (const LongestMatch::Part& part : user_defined_.split(marked)) {
      if (part.id) {
        push(*part.id, part.text, output);
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

  void take(const ScoredPiece& piece, TokenId id, const std::string& file) {
    switch (piece.kind) {
      case TokenKind::kNormal:
        longest_ = std::max(longest_, piece.text.size());
        seams_.add(piece.text);
        return index_.add(piece.text, id);
      case TokenKind::kUserDefined:
        return user_defined_.add(piece.text, id, file);
      case TokenKind::kUnknown:
        if (unknown_ == kNoToken) unknown_ = id;
        return;
      case TokenKind::kByte: {
        TokenId& byte = bytes_[static_cast<unsigned char>(text_of(id).front())];
        if (byte == kNoToken) byte = id;
        return;
      }
      case TokenKind::kControl:
      case TokenKind::kUnused:
        return;
    }
  }

  void encode_part(std::string_view text, Output& output) const {
    while (!text.empty()) {
      const std::string_view part = seams_.first_part(text, 0);
      merge(part, output.work);
      output.work.for_each([&](const MergeWork::Symbol& symbol) {
        push(symbol.id, part.substr(symbol.begin, symbol.size), output);
      });
      text.remove_prefix(part.size());
    }
  }

  void merge(std::string_view text, MergeWork& work) const {
    work.clear();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = std::max<std::size_t>(utf8_size(text, at), 1);
      work.add(index_.find(text.substr(at, size)).value_or(kNoToken), size);
      at += size;
    }
    work.merge(
        [&](const MergeWork::Symbol& left, const MergeWork::Symbol& right) -> std::optional<Merge> {
          const std::size_t size = std::size_t{left.size} + right.size;
          if (size > longest_) return std::nullopt;
          const std::optional<TokenId> id = index_.find(text.substr(left.begin, size));
          if (!id) return std::nullopt;
          return Merge{ranks_[static_cast<std::size_t>(*id)], *id};
        });
  }

  // One symbol; without a piece it becomes bytes, or the one unknown piece of a run.
  void push(TokenId id, std::string_view text, Output& output) const {
    const bool unknown = id == kNoToken && !push_bytes(text, output.ids);
    if (id != kNoToken) output.ids.push_back(id);
    if (unknown && !output.after_unknown && unknown_ != kNoToken) output.ids.push_back(unknown_);
    output.after_unknown = unknown;
  }

  // False, and nothing done, where one of the bytes has no piece.
  bool push_bytes(std::string_view character, std::vector<TokenId>& ids) const {
    const auto piece = [this](char byte) { return bytes_[static_cast<unsigned char>(byte)]; };
    for (const char byte : character) {
      if (piece(byte) == kNoToken) return false;
    }
    for (const char byte : character) ids.push_back(piece(byte));
    return true;
  }

  bool add_space_prefix_;
  std::vector<ScoredPiece> pieces_;
  std::vector<std::uint32_t> ranks_;
  TokenIndex index_{};  // of kNormal, into pieces_
  Seams seams_{};
  LongestMatch user_defined_{};
  std::size_t longest_ = 0;
  std::array<TokenId, 256> bytes_{};
  TokenId unknown_ = kNoToken;
};

}  // namespace

std::unique_ptr<Tokenizer> make_scored_bpe(ScoredVocabulary vocabulary) {
  check_pieces(vocabulary);
  return std::make_unique<ScoredBpe>(std::move(vocabulary));
}

}  // namespace mllm_npu
