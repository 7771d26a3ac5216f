#pragma once

// Learns a byte-level BPE from texts (Sennrich et al., 2016; bytes as GPT-2).

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mllm_npu {

// A vocabulary: the special tokens, the 256 bytes, and one token for each merge, in this order.
struct LearnedBpe {
  std::vector<std::string> tokens;  // by id; all but the special ones in GPT-2's alphabet
  std::vector<std::pair<std::string, std::string>> merges;  // best first
};

// The tokens of the special ids: begin and end of a text.
inline constexpr const char* kBeginToken = "<s>";
inline constexpr const char* kEndToken = "</s>";
inline constexpr std::int32_t kBeginId = 0;
inline constexpr std::int32_t kEndId = 1;

// Merges the most frequent pair of neighbours inside words, of equals the first by its spelling,
// until there are `vocab_size` tokens. Errors: InputError where the texts have not so many pairs.
// REQUIRES: vocab_size >= 258.
LearnedBpe learn_bpe(const std::vector<std::string>& texts, std::size_t vocab_size);

// tokenizer.json and tokenizer_config.json of a Hugging Face folder.
std::string tokenizer_json(const LearnedBpe& bpe);
std::string tokenizer_config_json();

}  // namespace mllm_npu
