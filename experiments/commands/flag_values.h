#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mllm_npu {

// The value that was given for `flag`. Errors: InputError naming flag, range and what was found,
// for text that is no number or a number out of range.
std::int64_t integer_flag(const std::string& flag, const std::string& text, std::int64_t low,
                          std::int64_t high);
double number_flag(const std::string& flag, const std::string& text, double low, double high);

// Errors: InputError naming flag, choices and what was found, for a name that is not in `known`.
void check_name_flag(const std::string& flag, const std::string& name,
                     const std::vector<std::string>& known);

}  // namespace mllm_npu
