#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face_config.h"
#include "engine/model/weight_layout.h"
#include "tests/fuzz/input.h"

namespace mllm_npu {
namespace {

// What was accepted must be describable, and mean the same again.
void write_and_read_again(const ModelConfig& model) {
  const std::string text = hugging_face_config_text(model, "g");
  MLLM_NPU_CHECK(read_hugging_face_config(parse_json(text, "g"), "g") == model, text);
}

}  // namespace
}  // namespace mllm_npu

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mllm_npu;
  try {
    const ModelConfig model = read_hugging_face_config(parse_json(text_of(data, size), "f"), "f");
    MLLM_NPU_CHECK(!weight_layout(model).empty() && parameter_count(model) > 0, "no weights");
    write_and_read_again(model);
  } catch (const InputError& error) {
    MLLM_NPU_CHECK(error.file() == "f", error.what());
  }
  return 0;
}
