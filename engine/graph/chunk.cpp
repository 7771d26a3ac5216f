#include "engine/graph/chunk.h"

#include <algorithm>
#include <string>

#include "engine/base/check.h"

namespace mllm_npu {

std::int64_t choose_chunk_length(std::int64_t prompt_length,
                                 const std::vector<std::int64_t>& chunk_lengths) {
  MLLM_NPU_CHECK(!chunk_lengths.empty(), "no chunk length");
  std::int64_t longest = 0;
  std::int64_t shortest_fit = 0;
  for (const std::int64_t length : chunk_lengths) {
    longest = std::max(longest, length);
    const bool fits = length >= prompt_length;
    if (fits && (shortest_fit == 0 || length < shortest_fit)) shortest_fit = length;
  }
  return shortest_fit != 0 ? shortest_fit : longest;
}

std::vector<Chunk> cut_prompt(std::int64_t prompt_length, std::int64_t chunk_length) {
  MLLM_NPU_CHECK(prompt_length > 0 && chunk_length > 0,
                 std::to_string(prompt_length) + " / " + std::to_string(chunk_length));
  std::vector<Chunk> chunks;
  for (std::int64_t begin = 0; begin < prompt_length; begin += chunk_length) {
    chunks.push_back({.index = begin / chunk_length,
                      .begin = begin,
                      .tokens = std::min(chunk_length, prompt_length - begin),
                      .length = chunk_length});
  }
  return chunks;
}

}  // namespace mllm_npu
