#include "engine/checkpoint/storage_format.h"

#include <string>

#include "engine/base/check.h"

namespace mllm_npu {
namespace {

struct FormatFacts {
  std::string_view name;
  std::int64_t block_length;
  std::int64_t block_bytes;
};

FormatFacts facts_of(StorageFormat format) {
  switch (format) {
    case StorageFormat::kF32:
      return {"F32", 1, 4};
    case StorageFormat::kF16:
      return {"F16", 1, 2};
    case StorageFormat::kBf16:
      return {"BF16", 1, 2};
    case StorageFormat::kQ8_0:
      return {"Q8_0", 32, 2 + 32};
    case StorageFormat::kQ4_0:
      return {"Q4_0", 32, 2 + 16};
    case StorageFormat::kQ4K:
      return {"Q4_K", 256, 2 + 2 + 12 + 128};
    case StorageFormat::kQ6K:
      return {"Q6_K", 256, 128 + 64 + 16 + 2};
  }
  MLLM_NPU_CHECK(false, "format " + std::to_string(static_cast<int>(format)));
}

}  // namespace

std::string_view name_of(StorageFormat format) { return facts_of(format).name; }

std::int64_t block_length(StorageFormat format) { return facts_of(format).block_length; }

std::int64_t block_bytes(StorageFormat format) { return facts_of(format).block_bytes; }

}  // namespace mllm_npu
