#pragma once

#include <cstdint>
#include <vector>

namespace mllm_npu {

// A fixed-length slice of a prompt (§3.2). Only the last chunk of a prompt is padded.
struct Chunk {
  std::int64_t index = 0;
  std::int64_t begin = 0;   // first token's place in the prompt
  std::int64_t tokens = 0;  // real tokens, 1..length
  std::int64_t length = 0;  // graph rows: tokens + padding
};

// Longest prompt that the suite accepts, in tokens.
inline constexpr std::int64_t kMaxPromptLength = 1 << 20;

// The chunk length for a prompt: the shortest of `chunk_lengths` that holds the whole prompt, else
// the longest. (64 tokens at the paper's 333 token/s take less than one 256-chunk, so short prompts
// run on graphs of their own.) REQUIRES: chunk_lengths not empty, all positive; prompt_length > 0.
std::int64_t choose_chunk_length(std::int64_t prompt_length,
                                 const std::vector<std::int64_t>& chunk_lengths);

// Cuts a prompt into ceil(prompt_length / chunk_length) chunks. REQUIRES: both positive.
std::vector<Chunk> cut_prompt(std::int64_t prompt_length, std::int64_t chunk_length);

}  // namespace mllm_npu
