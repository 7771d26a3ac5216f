#pragma once

#include <cstdint>

namespace mllm_npu {

// What an id of a vocabulary is for. The numbers are those of SentencePiece and GGUF.
enum class TokenKind : std::uint8_t {
  kNormal = 1,
  kUnknown = 2,      // stands for text that the vocabulary cannot say
  kControl = 3,      // special, such as <s>: never found in a text, has no text
  kUserDefined = 4,  // found in a text as it is, before anything else, and never part of a merge
  kUnused = 5,       // never given
  kByte = 6,         // "<0x00>" to "<0xFF>": one byte of a character that has no token
};

}  // namespace mllm_npu
