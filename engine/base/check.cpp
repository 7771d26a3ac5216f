#include "engine/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace mllm_npu {

void check_failed(const char* file, int line, const char* condition, const std::string& values) {
  std::fprintf(stderr, "%s:%d: check failed: %s: %s\n", file, line, condition, values.c_str());
  std::abort();
}

}  // namespace mllm_npu
