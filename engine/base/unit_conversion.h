#pragma once

#include <optional>
#include <string>

namespace mllm_npu {

// `value` of unit `from`, in unit `to`: "s" and "ms", "%" and "ratio", "GB" (1e9 bytes) and "MB",
// ... A unit that the table in the .cpp lacks converts to itself only. Nothing when the two do not
// measure the same.
std::optional<double> convert_unit(double value, const std::string& from, const std::string& to);

}  // namespace mllm_npu
