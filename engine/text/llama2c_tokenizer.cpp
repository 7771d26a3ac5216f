#include "engine/text/llama2c_tokenizer.h"

#include <bit>
#include <cstdint>
#include <string_view>

#include "engine/base/input_error.h"
#include "engine/text/byte_piece.h"

namespace mllm_npu {
namespace {

class Reader {
 public:
  Reader(std::span<const std::byte> bytes, const std::string& file) : rest_(bytes), file_(file) {}

  bool at_end() const { return rest_.empty(); }

  std::string take(std::size_t count, const std::string& what) {
    if (count > rest_.size()) {
      throw InputError(file_, what, std::to_string(count) + " bytes",
                       std::to_string(rest_.size()) + " to the end of the file");
    }
    std::string taken(reinterpret_cast<const char*>(rest_.data()), count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  std::uint32_t take_word(const std::string& what) {
    std::uint32_t word = 0;
    const std::string bytes = take(4, what);
    for (std::size_t i = 4; i-- > 0;) word = word << 8 | static_cast<unsigned char>(bytes[i]);
    return word;
  }

 private:
  std::span<const std::byte> rest_;
  const std::string& file_;
};

TokenKind kind_of(std::size_t id, std::string_view piece) {
  if (id == 0) return TokenKind::kUnknown;
  if (id < 3) return TokenKind::kControl;
  return byte_of_piece(piece) ? TokenKind::kByte : TokenKind::kNormal;
}

}  // namespace

ScoredVocabulary parse_llama2c_tokenizer(std::span<const std::byte> bytes,
                                         const std::string& file) {
  ScoredVocabulary vocabulary;
  vocabulary.file = file;
  vocabulary.begin = 1;
  vocabulary.ends = {2, 1};
  Reader reader(bytes, file);
  const std::uint32_t longest = reader.take_word("length of the longest piece");
  while (!reader.at_end()) {
    const std::size_t id = vocabulary.pieces.size();
    const std::string name = "piece " + std::to_string(id);
    const auto score = std::bit_cast<float>(reader.take_word(name));
    const std::uint32_t length = reader.take_word(name);
    const std::string piece = reader.take(length, name);
    // The pieces 0 to 2 were written with more around them than was counted.
    if (id >= 3 && length > longest) {
      throw InputError(file, name, "at most " + std::to_string(longest) + " bytes",
                       std::to_string(length));
    }
    vocabulary.pieces.push_back({replaced(piece, " ", kSpaceMark), score, kind_of(id, piece)});
  }
  if (vocabulary.pieces.size() < 3) {
    throw InputError(file, "", "at least 3 pieces", std::to_string(vocabulary.pieces.size()));
  }
  return vocabulary;
}

}  // namespace mllm_npu
