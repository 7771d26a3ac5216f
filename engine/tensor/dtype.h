#pragma once

#include <cstdint>

namespace mllm_npu {

enum class Dtype { kInt8, kInt32, kFp16, kFp32 };

constexpr std::int64_t bytes_per_element(Dtype dtype) {
  switch (dtype) {
    case Dtype::kInt8:
      return 1;
    case Dtype::kFp16:
      return 2;
    case Dtype::kInt32:
    case Dtype::kFp32:
      return 4;
  }
  return 0;
}

}  // namespace mllm_npu
