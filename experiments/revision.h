#pragma once

#include <string>

namespace mllm_npu {

// The commit from which the program was built, with "-changed" when the sources differ from it; the
// version where there was no repository.
std::string revision();

}  // namespace mllm_npu
