#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/checkpoint/gguf_checkpoint.h"
#include "engine/checkpoint/gguf_config.h"
#include "engine/checkpoint/gguf_tokenizer.h"
#include "tests/fuzz/input.h"

namespace mllm_npu {
namespace {

void read_model(const GgufFile& file) try {
  const ModelConfig model = gguf_model_config(file);
  const Checkpoint whole("f", model, gguf_weights(file, model), {});
  for (const WeightShape& weight : weight_layout(model)) read_ends(whole.weight(weight.id));
} catch (const InputError& error) {
  MLLM_NPU_CHECK(error.file() == "f", error.what());
}

void read_text(const GgufFile& file) try {
  const std::unique_ptr<Tokenizer> tokenizer = gguf_tokenizer(file);
  const std::vector<TokenId> ids = tokenizer->encode("Hello  w\xc3\xb6rld 42\n\xff");
  for (const TokenId id : ids) {
    MLLM_NPU_CHECK(id >= 0 && id < tokenizer->vocab_size(), std::to_string(id));
  }
  tokenizer->decode(ids);
} catch (const InputError& error) {
  MLLM_NPU_CHECK(error.file() == "f", error.what());
}

}  // namespace
}  // namespace mllm_npu

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mllm_npu;
  try {
    const GgufFile file = read_gguf(bytes_of(data, size), "f");
    for (const StoredTensor& tensor : file.tensors) read_ends(tensor);
    read_model(file);
    read_text(file);
  } catch (const InputError& error) {
    MLLM_NPU_CHECK(error.file() == "f", error.what());
  }
  return 0;
}
