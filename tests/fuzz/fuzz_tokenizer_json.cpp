// A tokenizer.json: either an InputError, or a tokenizer that takes any text.

#include "engine/base/input_error.h"
#include "engine/text/tokenizer_json.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto parts = mllm_npu::parse_tokenizer_json(text, "tokenizer.json");
    mllm_npu::fuzz::round_trip(*mllm_npu::make_tokenizer(parts), text);
  } catch (const mllm_npu::InputError&) {
  }
  return 0;
}
