#include <system_error>

#include "engine/base/input_error.h"
#include "engine/checkpoint/checkpoint.h"
#include "engine/checkpoint/checkpoint_kind.h"
#include "engine/checkpoint/gguf_tokenizer.h"
#include "engine/checkpoint/llama2c.h"
#include "engine/text/llama2c_tokenizer.h"
#include "engine/text/tokenizer_files.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

// llama2.c calls the file of a vocabulary of its own after the number of its pieces.
fs::path llama2c_tokenizer_file(const fs::path& path, std::int64_t vocab_size) {
  const fs::path folder = path.parent_path();
  const fs::path own = folder / ("tok" + std::to_string(vocab_size) + ".bin");
  std::error_code ignored;
  if (fs::exists(own, ignored)) return own;
  const fs::path usual = folder / "tokenizer.bin";
  if (fs::exists(usual, ignored)) return usual;
  throw InputError(path.string(), "",
                   own.filename().string() + " or " + usual.filename().string() + " beside it",
                   "neither");
}

}  // namespace

std::unique_ptr<Tokenizer> open_tokenizer(const fs::path& path) {
  switch (checkpoint_kind(path)) {
    case CheckpointKind::kHuggingFace:
      return load_tokenizer(path);
    case CheckpointKind::kGguf:
      return open_gguf_tokenizer(path);
    case CheckpointKind::kLlama2c: {
      const std::int64_t vocab_size = open_llama2c(path).model().vocab_size;
      return read_llama2c_tokenizer(llama2c_tokenizer_file(path, vocab_size), vocab_size);
    }
  }
  MLLM_NPU_CHECK(false, path.string());
}

}  // namespace mllm_npu
