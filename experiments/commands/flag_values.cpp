#include "experiments/commands/flag_values.h"

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

}  // namespace

std::int64_t integer_flag(const std::string& flag, const std::string& text, std::int64_t low,
                          std::int64_t high) {
  std::int64_t value = 0;
  if (read(text, value) && value >= low && value <= high) return value;
  throw InputError("command line", flag,
                   "a whole number from " + std::to_string(low) + " to " + std::to_string(high),
                   text);
}

double number_flag(const std::string& flag, const std::string& text, double low, double high) {
  double value = 0;
  if (read(text, value) && value >= low && value <= high) return value;
  throw InputError("command line", flag,
                   "a number from " + number_text(low) + " to " + number_text(high), text);
}

}  // namespace mllm_npu
