#include "engine/checkpoint/gguf_metadata.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace {

std::string shown(const GgufValue& value) {
  if (value.is_array) return "an array of " + std::to_string(value.count);
  switch (value.type) {
    case GgufType::kString:
      return "\"" + value.strings.front() + "\"";
    case GgufType::kBool:
      return "a boolean";
    case GgufType::kFloat32:
    case GgufType::kFloat64:
      return "a number with a fraction";
    default:
      return "a whole number";
  }
}

template <class Number>
Number number_at(const GgufValue& value, std::uint64_t index) {
  Number number{};
  std::memcpy(&number, value.numbers.data() + index * sizeof number, sizeof number);
  return number;
}

std::optional<std::int64_t> integer_at(const GgufValue& value, std::uint64_t index) {
  switch (value.type) {
    case GgufType::kUint8:
      return number_at<std::uint8_t>(value, index);
    case GgufType::kInt8:
      return number_at<std::int8_t>(value, index);
    case GgufType::kUint16:
      return number_at<std::uint16_t>(value, index);
    case GgufType::kInt16:
      return number_at<std::int16_t>(value, index);
    case GgufType::kUint32:
      return number_at<std::uint32_t>(value, index);
    case GgufType::kInt32:
      return number_at<std::int32_t>(value, index);
    case GgufType::kInt64:
      return number_at<std::int64_t>(value, index);
    case GgufType::kUint64: {
      const auto number = number_at<std::uint64_t>(value, index);
      if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) break;
      return static_cast<std::int64_t>(number);
    }
    default:
      break;
  }
  return std::nullopt;
}

// Models state 1e-5; a float32 of it, widened, would be another number than a config.json's.
double shortest_decimal(float value) {
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value);
  double number = 0;
  std::from_chars(text, written.ptr, number);
  return number;
}

template <class Number>
GgufValue number_value(GgufType type, bool is_array, std::span<const Number> values) {
  const auto bytes = std::as_bytes(values);
  return {.type = type,
          .is_array = is_array,
          .count = values.size(),
          .numbers = {bytes.begin(), bytes.end()}};
}

template <class Number>
GgufValue scalar(GgufType type, Number number) {
  return number_value<Number>(type, false, {&number, 1});
}

}  // namespace

std::size_t size_of(GgufType type) {
  switch (type) {
    case GgufType::kUint8:
    case GgufType::kInt8:
    case GgufType::kBool:
      return 1;
    case GgufType::kUint16:
    case GgufType::kInt16:
      return 2;
    case GgufType::kUint32:
    case GgufType::kInt32:
    case GgufType::kFloat32:
      return 4;
    case GgufType::kUint64:
    case GgufType::kInt64:
    case GgufType::kFloat64:
      return 8;
    case GgufType::kString:
    case GgufType::kArray:
      break;
  }
  return 0;
}

const GgufValue& GgufMetadata::at(std::string_view key) const {
  const auto found = values_.find(key);
  if (found == values_.end()) fail(key, "a value", "no such key");
  return found->second;
}

void GgufMetadata::fail(std::string_view key, const std::string& expected,
                        const std::string& found) const {
  throw InputError(file_, std::string(key), expected, found);
}

std::int64_t GgufMetadata::integer(std::string_view key, std::int64_t low,
                                   std::int64_t high) const {
  const GgufValue& value = at(key);
  const auto number = value.is_array ? std::nullopt : integer_at(value, 0);
  if (number && *number >= low && *number <= high) return *number;
  fail(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high),
       number ? std::to_string(*number) : shown(value));
}

double GgufMetadata::number(std::string_view key) const {
  const GgufValue& value = at(key);
  std::optional<double> number;
  if (!value.is_array && value.type == GgufType::kFloat64) number = number_at<double>(value, 0);
  if (!value.is_array && value.type == GgufType::kFloat32) {
    const auto single = number_at<float>(value, 0);
    number = std::isfinite(single) ? shortest_decimal(single) : static_cast<double>(single);
  }
  if (!number) fail(key, "a floating-point number", shown(value));
  if (!std::isfinite(*number)) fail(key, "a floating-point number", "no finite number");
  return *number;
}

bool GgufMetadata::boolean(std::string_view key) const {
  const GgufValue& value = at(key);
  if (value.is_array || value.type != GgufType::kBool) fail(key, "a boolean", shown(value));
  const auto byte = number_at<std::uint8_t>(value, 0);
  if (byte > 1) fail(key, "a boolean, 0 or 1", std::to_string(byte));
  return byte == 1;
}

const std::string& GgufMetadata::string(std::string_view key) const {
  const GgufValue& value = at(key);
  if (value.is_array || value.type != GgufType::kString) fail(key, "a string", shown(value));
  return value.strings.front();
}

std::vector<std::int64_t> GgufMetadata::integers(std::string_view key) const {
  const GgufValue& value = at(key);
  std::vector<std::int64_t> numbers;
  for (std::uint64_t i = 0; value.is_array && i < value.count; ++i) {
    const auto number = integer_at(value, i);
    if (!number) fail(key, "an array of whole numbers", shown(value) + " others");
    numbers.push_back(*number);
  }
  if (!value.is_array) fail(key, "an array of whole numbers", shown(value));
  return numbers;
}

std::vector<float> GgufMetadata::numbers(std::string_view key) const {
  const GgufValue& value = at(key);
  if (!value.is_array || value.type != GgufType::kFloat32) {
    fail(key, "an array of float32", shown(value));
  }
  std::vector<float> numbers;
  for (std::uint64_t i = 0; i < value.count; ++i) {
    numbers.push_back(number_at<float>(value, i));
    if (!std::isfinite(numbers.back())) {
      fail(key, "finite numbers", "none at " + std::to_string(i));
    }
  }
  return numbers;
}

const std::vector<std::string>& GgufMetadata::strings(std::string_view key) const {
  const GgufValue& value = at(key);
  if (!value.is_array || value.type != GgufType::kString) {
    fail(key, "an array of strings", shown(value));
  }
  return value.strings;
}

void GgufMetadata::set(std::string_view key, GgufValue value) {
  const bool is_string = value.type == GgufType::kString;
  MLLM_NPU_CHECK((value.is_array || value.count == 1) &&
                     value.strings.size() == (is_string ? value.count : 0) &&
                     value.numbers.size() == value.count * size_of(value.type),
                 std::string(key));
  values_.insert_or_assign(std::string(key), std::move(value));
}

void GgufMetadata::set_integer(std::string_view key, std::uint32_t value) {
  set(key, scalar(GgufType::kUint32, value));
}

void GgufMetadata::set_number(std::string_view key, double value) {
  set(key, scalar(GgufType::kFloat32, static_cast<float>(value)));
}

void GgufMetadata::set_boolean(std::string_view key, bool value) {
  set(key, scalar(GgufType::kBool, static_cast<std::uint8_t>(value)));
}

void GgufMetadata::set_string(std::string_view key, std::string value) {
  set(key, {.type = GgufType::kString, .strings = {std::move(value)}});
}

void GgufMetadata::set_integers(std::string_view key, const std::vector<std::int32_t>& values) {
  set(key, number_value<std::int32_t>(GgufType::kInt32, true, values));
}

void GgufMetadata::set_numbers(std::string_view key, const std::vector<float>& values) {
  set(key, number_value<float>(GgufType::kFloat32, true, values));
}

void GgufMetadata::set_strings(std::string_view key, std::vector<std::string> values) {
  const std::uint64_t count = values.size();
  set(key,
      {.type = GgufType::kString, .is_array = true, .count = count, .strings = std::move(values)});
}

}  // namespace mllm_npu
