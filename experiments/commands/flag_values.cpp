#include "experiments/commands/flag_values.h"

#include <algorithm>
#include <charconv>

#include "engine/base/input_error.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace {

template <class Number>
bool read(const std::string& text, Number& value) {
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  return result.ec == std::errc{} && result.ptr == end;
}

[[noreturn]] void fail(const std::string& flag, const std::string& expected,
                       const std::string& found) {
  throw InputError("command line", flag, expected, found.empty() ? "nothing" : found);
}

}  // namespace

std::int64_t integer_flag(const std::string& flag, const std::string& text, std::int64_t low,
                          std::int64_t high) {
  std::int64_t value = 0;
  if (read(text, value) && value >= low && value <= high) return value;
  fail(flag, "a whole number from " + std::to_string(low) + " to " + std::to_string(high), text);
}

double number_flag(const std::string& flag, const std::string& text, double low, double high) {
  double value = 0;
  if (read(text, value) && value >= low && value <= high) return value;
  fail(flag, "a number from " + number_text(low) + " to " + number_text(high), text);
}

void check_name_flag(const std::string& flag, const std::string& name,
                     const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  std::string choices;
  for (const std::string& each : known) choices += (choices.empty() ? "" : ", ") + each;
  fail(flag, "one of " + choices, name);
}

}  // namespace mllm_npu
