// A vocab.json and, after a zero byte, its merges.txt.

#include "engine/base/input_error.h"
#include "engine/text/byte_level_bpe.h"
#include "engine/text/vocab_merges.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = std::min(text.find('\0'), size);
  const std::string_view merges = text.substr(std::min(cut + 1, size));
  try {
    const auto vocabulary =
        mllm_npu::parse_vocab_merges({text.substr(0, cut), "vocab.json"}, {merges, "merges.txt"});
    const auto words = mllm_npu::pre_tokenization(size % 2 == 0 ? "qwen2" : "gpt-2", "vocab.json");
    mllm_npu::fuzz::round_trip(*mllm_npu::make_byte_level_bpe(vocabulary, words), text);
  } catch (const mllm_npu::InputError&) {
  }
  return 0;
}
