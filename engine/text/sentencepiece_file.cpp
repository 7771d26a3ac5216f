#include "engine/text/sentencepiece_file.h"

#include <bit>
#include <set>

#include "engine/base/input_error.h"
#include "engine/text/byte_piece.h"
#include "engine/text/piece_texts.h"
#include "engine/text/protobuf.h"
#include "engine/text/utf8.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kMaxPieces = std::size_t{1} << 20;

// Numbers of the fields, as sentencepiece_model.proto has them.
enum ModelField { kPieces = 1, kTrainer = 2, kNormalizer = 3, kDenormalizer = 5 };
enum PieceField { kPieceText = 1, kPieceScore = 2, kPieceKind = 3 };
enum TrainerField {
  kAlgorithm = 3,
  kSpaceAsSuffix = 24,
  kByteFallback = 35,
  kBegin = 46,
  kEnd = 47
};
enum NormalizerField {
  kName = 1,
  kCharacters = 2,
  kAddsSpace = 3,
  kRemovesSpaces = 4,
  kEscapes = 5
};

constexpr std::uint64_t kUnigram = 1;
constexpr std::uint64_t kBpe = 2;

struct Trainer {
  std::uint64_t algorithm = kUnigram;
  bool byte_fallback = false;
  std::string begin = "<s>";
  std::string end = "</s>";
};

class ModelReader {
 public:
  explicit ModelReader(const std::string& file) : file_(file) { model_.vocabulary.file = file; }

  SentencePieceModel read(std::string_view bytes) {
    model_.removes_extra_spaces = true;  // unless the file says otherwise
    ProtobufReader reader(bytes, file_, "");
    while (const std::optional<ProtobufField> field = reader.next()) {
      if (field->number > kDenormalizer || !field->is_bytes) continue;
      if (field->number == kPieces) read_piece(field->bytes);
      if (field->number == kTrainer) read_trainer(field->bytes);
      if (field->number == kNormalizer) read_normalizer(field->bytes, "normalizer_spec");
      if (field->number == kDenormalizer) read_denormalizer(field->bytes);
    }
    finish();
    return std::move(model_);
  }

 private:
  [[noreturn]] void fail(const std::string& key, const std::string& expected,
                         const std::string& found) const {
    throw InputError(file_, key, expected, found);
  }

  void read_piece(std::string_view bytes) {
    std::vector<ScoredPiece>& pieces = model_.vocabulary.pieces;
    const std::string key = "piece " + std::to_string(pieces.size());
    if (pieces.size() == kMaxPieces) fail(key, "at most 1048576 pieces", "more");
    ScoredPiece piece;
    ProtobufReader reader(bytes, file_, key);
    while (const std::optional<ProtobufField> field = reader.next()) {
      if (field->number == kPieceText) piece.text = std::string(field->bytes);
      if (field->number == kPieceScore) {
        piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field->value));
      }
      if (field->number == kPieceKind) {
        if (field->value < 1 || field->value > 6) fail(key, "a type from 1 to 6", "another");
        piece.kind = static_cast<TokenKind>(field->value);
      }
    }
    if (piece.text.empty() || !is_utf8(piece.text) || piece.text.find('\0') != std::string::npos) {
      fail(key, "UTF-8 that is not empty and has no zero", piece.text);
    }
    pieces.push_back(std::move(piece));
  }

  void read_trainer(std::string_view bytes) {
    ProtobufReader reader(bytes, file_, "trainer_spec");
    while (const std::optional<ProtobufField> field = reader.next()) {
      if (field->number == kAlgorithm) trainer_.algorithm = field->value;
      if (field->number == kByteFallback) trainer_.byte_fallback = field->value != 0;
      if (field->number == kBegin) trainer_.begin = std::string(field->bytes);
      if (field->number == kEnd) trainer_.end = std::string(field->bytes);
      if (field->number == kSpaceAsSuffix && field->value != 0) {
        fail("treat_whitespace_as_suffix", "false", "true");
      }
    }
  }

  void read_normalizer(std::string_view bytes, const std::string& key) {
    ProtobufReader reader(bytes, file_, key);
    while (const std::optional<ProtobufField> field = reader.next()) {
      if (field->number == kCharacters) refuse_characters(key, field->bytes);
      if (field->number == kAddsSpace) model_.vocabulary.add_space_prefix = field->value != 0;
      if (field->number == kRemovesSpaces) model_.removes_extra_spaces = field->value != 0;
      if (field->number == kEscapes && field->value == 0) {
        fail("escape_whitespaces", "true", "false");
      }
    }
  }

  void read_denormalizer(std::string_view bytes) {
    const std::string key = "denormalizer_spec";
    ProtobufReader reader(bytes, file_, key);
    while (const std::optional<ProtobufField> field = reader.next()) {
      if (field->number == kCharacters) refuse_characters(key, field->bytes);
    }
  }

  // A double-array trie, which the library walks without looking where its memory ends.
  void refuse_characters(const std::string& key, std::string_view map) const {
    if (map.empty()) return;
    fail(key, "the identity", "a map of characters of " + std::to_string(map.size()) + " bytes");
  }

  void finish() {
    if (trainer_.algorithm != kBpe && trainer_.algorithm != kUnigram) {
      fail("model_type", "1 (unigram) or 2 (BPE)", std::to_string(trainer_.algorithm));
    }
    model_.is_bpe = trainer_.algorithm == kBpe;
    model_.byte_fallback = trainer_.byte_fallback;
    check_vocabulary();
    model_.vocabulary.begin = control(trainer_.begin);
    if (const std::optional<TokenId> end = control(trainer_.end)) {
      model_.vocabulary.ends.push_back(*end);
    }
  }

  void check_vocabulary() const {
    check_pieces(model_.vocabulary);
    std::set<std::string_view> seen;
    int unknown = 0;
    for (const ScoredPiece& piece : model_.vocabulary.pieces) {
      if (!seen.insert(piece.text).second) fail("pieces", "each once", piece.text + " again");
      if (piece.kind == TokenKind::kUnknown) ++unknown;
      // The library takes such a character of a text for the special piece, and then fails.
      if (piece.kind == TokenKind::kControl && utf8_size(piece.text, 0) == piece.text.size()) {
        fail("pieces", "control pieces of more than one character", piece.text);
      }
    }
    if (unknown != 1) fail("pieces", "one unknown piece", std::to_string(unknown));
  }

  std::optional<TokenId> control(std::string_view text) const {
    const std::vector<ScoredPiece>& pieces = model_.vocabulary.pieces;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (pieces[i].kind == TokenKind::kControl && pieces[i].text == text) {
        return static_cast<TokenId>(i);
      }
    }
    return std::nullopt;
  }

  const std::string& file_;
  SentencePieceModel model_{};
  Trainer trainer_{};
};

}  // namespace

SentencePieceModel parse_sentencepiece_model(std::string_view bytes, const std::string& file) {
  return ModelReader(file).read(bytes);
}

std::string sentencepiece_bytes(const SentencePieceModel& model) {
  std::string bytes;
  for (const ScoredPiece& piece : model.vocabulary.pieces) {
    std::string message;
    put_bytes(kPieceText, piece.text, message);
    put_float(kPieceScore, piece.score, message);
    put_number(kPieceKind, static_cast<std::uint64_t>(piece.kind), message);
    put_bytes(kPieces, message, bytes);
  }
  std::string trainer;
  put_number(kAlgorithm, model.is_bpe ? kBpe : kUnigram, trainer);
  put_number(kByteFallback, model.byte_fallback ? 1 : 0, trainer);
  put_bytes(kTrainer, trainer, bytes);
  std::string normalizer;
  put_bytes(kName, "identity", normalizer);
  put_number(kAddsSpace, model.vocabulary.add_space_prefix ? 1 : 0, normalizer);
  put_number(kRemovesSpaces, model.removes_extra_spaces ? 1 : 0, normalizer);
  put_number(kEscapes, 1, normalizer);
  put_bytes(kNormalizer, normalizer, bytes);
  return bytes;
}

}  // namespace mllm_npu
