// A tokenizer.model, through our reader and the SentencePiece library.

#include "engine/base/input_error.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "tests/fuzz/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto model = mllm_npu::parse_sentencepiece_model(text, "tokenizer.model");
    mllm_npu::fuzz::round_trip(*mllm_npu::make_sentencepiece_tokenizer(model), text);
  } catch (const mllm_npu::InputError&) {
  }
  return 0;
}
