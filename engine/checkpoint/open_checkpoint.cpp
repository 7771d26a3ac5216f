#include <fstream>
#include <system_error>

#include "engine/base/input_error.h"
#include "engine/checkpoint/checkpoint.h"
#include "engine/checkpoint/checkpoint_kind.h"
#include "engine/checkpoint/gguf.h"
#include "engine/checkpoint/gguf_checkpoint.h"
#include "engine/checkpoint/hugging_face.h"
#include "engine/checkpoint/llama2c.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

std::string beginning_of(const fs::path& path) {
  std::string text(kGgufMagic.size(), '\0');
  std::ifstream stream(path, std::ios::binary);
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

}  // namespace

CheckpointKind checkpoint_kind(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    throw InputError(path.string(), "", "a folder or file with a model",
                     error ? error.message() : "nothing there");
  }
  if (fs::is_directory(status)) return CheckpointKind::kHuggingFace;
  if (!fs::is_regular_file(status)) {
    throw InputError(path.string(), "", "a folder or a regular file", "something else");
  }
  if (beginning_of(path) == kGgufMagic) return CheckpointKind::kGguf;
  if (path.extension() == ".bin") return CheckpointKind::kLlama2c;
  throw InputError(path.string(), "",
                   "a Hugging Face folder, a GGUF file, or a llama2.c file named *.bin",
                   "a file that is none of them");
}

Checkpoint open_checkpoint(const fs::path& path) {
  switch (checkpoint_kind(path)) {
    case CheckpointKind::kHuggingFace:
      return open_hugging_face(path);
    case CheckpointKind::kGguf:
      return open_gguf(path);
    case CheckpointKind::kLlama2c:
      return open_llama2c(path);
  }
  MLLM_NPU_CHECK(false, path.string());
}

}  // namespace mllm_npu
