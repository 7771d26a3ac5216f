#include "engine/base/number_text.h"

#include <charconv>
#include <cmath>

#include "engine/base/check.h"

namespace mllm_npu {

std::string number_text(double value) {
  MLLM_NPU_CHECK(std::isfinite(value), std::to_string(value));
  // As "-0" it would read back as the integer 0, without its sign.
  if (value == 0 && std::signbit(value)) return "-0.0";
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

}  // namespace mllm_npu
