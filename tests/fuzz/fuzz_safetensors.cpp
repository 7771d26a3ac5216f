#include "engine/base/input_error.h"
#include "engine/checkpoint/safetensors.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mllm_npu;
  try {
    for (const auto& [name, entry] : read_safetensors(bytes_of(data, size), "f")) {
      read_ends(stored_tensor("f", name, entry));
    }
  } catch (const InputError&) {
  }
  return 0;
}
