#pragma once

#include <string>

namespace mllm_npu {

// The shortest text that reads back to the same double, and that is JSON: "0.1", "1e+20", "-0.0".
// Never with a locale. REQUIRES: `value` is finite.
std::string number_text(double value);

}  // namespace mllm_npu
