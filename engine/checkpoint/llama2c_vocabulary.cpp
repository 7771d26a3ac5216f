#include <system_error>

#include "engine/base/input_error.h"
#include "engine/checkpoint/llama2c.h"
#include "engine/text/llama2c_tokenizer.h"

namespace mllm_npu {
namespace fs = std::filesystem;

ScoredVocabulary llama2c_vocabulary(const fs::path& path) {
  const std::int64_t size = open_llama2c(path).model().vocab_size;
  const std::string own = "tok" + std::to_string(size) + ".bin";
  for (const std::string& name : {own, std::string("tokenizer.bin")}) {
    const fs::path file = path.parent_path() / name;
    std::error_code ignored;
    if (!fs::exists(file, ignored)) continue;
    return parse_llama2c_tokenizer(MappedFile(file).bytes(), file.string());
  }
  throw InputError(path.string(), "", own + " or tokenizer.bin beside it", "neither");
}

}  // namespace mllm_npu
