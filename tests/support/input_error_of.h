#pragma once

#include <string>

#include "engine/base/input_error.h"

namespace mllm_npu::support {

// The message of the InputError that `action` throws, or "no error".
template <class Action>
std::string input_error_of(Action action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace mllm_npu::support
