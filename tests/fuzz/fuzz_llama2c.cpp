#include "engine/base/input_error.h"
#include "engine/checkpoint/llama2c.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mllm_npu;
  try {
    Llama2cFile file = read_llama2c(bytes_of(data, size), "f");
    for (const auto& [id, tensor] : file.weights) read_ends(tensor);
    const Checkpoint whole("f", file.model, std::move(file.weights), {});
  } catch (const InputError&) {
  }
  return 0;
}
