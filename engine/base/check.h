#pragma once

#include <string>

namespace mllm_npu {

// Prints place, condition and values to standard error, then aborts.
[[noreturn]] void check_failed(const char* file, int line, const char* condition,
                               const std::string& values);

}  // namespace mllm_npu

// A bug of ours stops the program here, with place and values. `values` is any expression that
// makes a std::string; it is evaluated only on failure. On in every build.
#define MLLM_NPU_CHECK(condition, values)                                 \
  do {                                                                    \
    if (!(condition)) {                                                   \
      ::mllm_npu::check_failed(__FILE__, __LINE__, #condition, (values)); \
    }                                                                     \
  } while (false)
