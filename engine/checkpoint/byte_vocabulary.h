#pragma once

// The vocabulary that checkpoints of random weights come with: it can encode any text, and every
// file format can hold it.

#include <cstdint>
#include <string>
#include <vector>

namespace mllm_npu {

struct VocabularyPiece {
  enum class Kind { kUnknown, kControl, kByte, kNormal };

  std::string text;  // "<unk>", "<s>", "</s>", "<0x00>" ... "<0xFF>", "▁", "[260]", ...
  Kind kind{};
};

inline constexpr std::int64_t kMinByteVocabulary = 3 + 256 + 1;
inline constexpr std::int64_t kByteVocabularyUnknown = 0;
inline constexpr std::int64_t kByteVocabularyBegin = 1;
inline constexpr std::int64_t kByteVocabularyEnd = 2;

// Piece i belongs to token i: the three special ones, the 256 bytes, the space as SentencePiece
// writes it, then fillers that no text encodes to. A text gets a space in front, as LLaMA's do.
// REQUIRES: vocab_size >= kMinByteVocabulary.
std::vector<VocabularyPiece> byte_vocabulary(std::int64_t vocab_size);

// The same as Hugging Face's tokenizer.json (BPE without merges, with byte_fallback) and
// tokenizer_config.json.
std::string byte_tokenizer_json(std::int64_t vocab_size);
std::string byte_tokenizer_config_json();

}  // namespace mllm_npu
