// The tokenizer file of llama2.c.

#include "engine/base/input_error.h"
#include "engine/text/llama2c_tokenizer.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    auto vocabulary =
        mllm_npu::parse_llama2c_tokenizer(std::as_bytes(std::span(data, size)), "tokenizer.bin");
    mllm_npu::fuzz::round_trip(*mllm_npu::make_scored_bpe(std::move(vocabulary)), text);
  } catch (const mllm_npu::InputError&) {
  }
  return 0;
}
