#include "engine/text/sentencepiece_tokenizer.h"

#include <sentencepiece_processor.h>

#include "engine/base/input_error.h"
#include "engine/text/byte_piece.h"
#include "engine/text/piece_texts.h"
#include "engine/text/seams.h"
#include "engine/text/table_tokenizer.h"

namespace mllm_npu {
namespace {

// The library merges a whole text at once, which takes long for a long one. What BPE makes of text
// does not change when it is cut at seams, so it gets parts of this size.
constexpr std::size_t kPartBytes = 128;

class SentencePieceTokenizer final : public TableTokenizer {
 public:
  explicit SentencePieceTokenizer(SentencePieceModel model)
      : TableTokenizer({.texts = piece_texts(model.vocabulary.pieces),
                        .drops_first_space = model.vocabulary.add_space_prefix,
                        .begin = model.vocabulary.begin,
                        .ends = model.vocabulary.ends}),
        file_(model.vocabulary.file) {
    for (std::size_t i = 0; i < model.vocabulary.pieces.size(); ++i) {
      const ScoredPiece& piece = model.vocabulary.pieces[i];
      seams_.add(piece.text);
      if (piece.kind == TokenKind::kUnknown) unknown_ = static_cast<TokenId>(i);
    }
    cuts_ = model.is_bpe && !model.removes_extra_spaces;
    adds_space_ = cuts_ && model.vocabulary.add_space_prefix;
    if (cuts_) model.vocabulary.add_space_prefix = false;  // else each part would get one
    const auto status = processor_.LoadFromSerializedProto(sentencepiece_bytes(model));
    if (!status.ok()) refuse(status.ToString());
  }

  std::vector<TokenId> encode(std::string_view text) const override {
    std::vector<TokenId> ids;
    if (!cuts_) {
      encode_part(text, ids);
      return ids;
    }
    // The library takes the mark for a space, and seams are found between marks.
    std::string marked = replaced(text, " ", kSpaceMark);
    if (adds_space_ && !marked.empty()) marked.insert(0, kSpaceMark);
    text = marked;
    while (!text.empty()) {
      const std::string_view part = seams_.first_part(text, kPartBytes);
      encode_part(part, ids);
      text.remove_prefix(part.size());
    }
    return ids;
  }

 private:
  [[noreturn]] void refuse(const std::string& found) const {
    throw InputError(file_, "", "a model that SentencePiece takes", found);
  }

  void encode_part(std::string_view text, std::vector<TokenId>& ids) const {
    std::vector<int> more;
    const auto status = processor_.Encode({text.data(), text.size()}, &more);
    if (!status.ok()) refuse(status.ToString());
    // Characters without a piece are one unknown piece, also across a cut.
    const bool again = !ids.empty() && !more.empty() && ids.back() == unknown_;
    const bool same_run = again && more.front() == unknown_;
    ids.insert(ids.end(), more.begin() + (same_run ? 1 : 0), more.end());
  }

  std::string file_;
  sentencepiece::SentencePieceProcessor processor_{};
  Seams seams_{};
  TokenId unknown_ = -1;
  bool cuts_ = false;
  bool adds_space_ = false;
};

}  // namespace

std::unique_ptr<Tokenizer> make_sentencepiece_tokenizer(const SentencePieceModel& model) {
  check_pieces(model.vocabulary);
  return std::make_unique<SentencePieceTokenizer>(model);
}

}  // namespace mllm_npu
