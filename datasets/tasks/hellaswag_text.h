#pragma once

#include <string>
#include <string_view>

namespace mllm_npu {

// HellaSwag's text without what its WikiHow part left behind, as lm-evaluation-harness cleans it:
// space around it and [bracketed parts] go, " [title]" becomes ". ", two blanks become one.
std::string hellaswag_text(std::string_view text);

}  // namespace mllm_npu
