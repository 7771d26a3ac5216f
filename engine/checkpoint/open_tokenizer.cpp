#include "engine/checkpoint/checkpoint.h"
#include "engine/checkpoint/checkpoint_kind.h"
#include "engine/checkpoint/gguf_tokenizer.h"
#include "engine/checkpoint/llama2c.h"
#include "engine/text/tokenizer_files.h"

namespace mllm_npu {

std::unique_ptr<Tokenizer> open_tokenizer(const std::filesystem::path& path) {
  switch (checkpoint_kind(path)) {
    case CheckpointKind::kHuggingFace:
      return load_tokenizer(path);
    case CheckpointKind::kGguf:
      return open_gguf_tokenizer(path);
    case CheckpointKind::kLlama2c:
      return make_scored_bpe(llama2c_vocabulary(path));
  }
  MLLM_NPU_CHECK(false, path.string());
}

}  // namespace mllm_npu
