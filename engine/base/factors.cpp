#include "engine/base/factors.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

// Up to here every whole double is written in digits, as an integer is.
constexpr double kMaxWhole = 9007199254740992;  // 2^53

bool is_scalar(const bj::value& value) { return value.is_string() || value.is_number(); }

bool is_factor(const bj::value& value) {
  if (!value.is_array()) return is_scalar(value);
  return std::all_of(value.get_array().begin(), value.get_array().end(), is_scalar);
}

std::string array_text(const bj::array& array) {
  std::string text;
  for (const bj::value& element : array) text += (text.empty() ? "" : ", ") + factor_text(element);
  return "[" + text + "]";
}

bool same_array(const bj::array& a, const bj::array& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_factor);
}

}  // namespace

Factors read_factors(const JsonReader& object) {
  Factors factors;
  for (const auto& [name, factor] : object.members()) {
    if (!is_factor(factor.value())) factor.fail("a string, a number, or an array of those");
    factors.emplace_back(name, factor.value());
  }
  return factors;
}

bj::object factors_json(const Factors& factors) {
  bj::object object;
  for (const auto& [name, value] : factors) {
    MLLM_NPU_CHECK(object.emplace(name, value).second, "factor " + name + " twice");
  }
  return object;
}

const bj::value* find_factor(const Factors& factors, const std::string& name) {
  const auto found = std::find_if(factors.begin(), factors.end(),
                                  [&](const auto& factor) { return factor.first == name; });
  return found == factors.end() ? nullptr : &found->second;
}

std::string factor_text(const bj::value& value) {
  if (const auto* string = value.if_string()) return {string->data(), string->size()};
  if (const auto* array = value.if_array()) return array_text(*array);
  const double* const number = value.if_double();
  if (number == nullptr) return bj::serialize(value);
  if (std::abs(*number) > kMaxWhole || std::trunc(*number) != *number) return number_text(*number);
  return std::to_string(static_cast<std::int64_t>(*number));
}

bool same_factor(const bj::value& a, const bj::value& b) {
  if (a.is_array() && b.is_array()) return same_array(a.get_array(), b.get_array());
  if (a.is_number() && b.is_number()) return factor_text(a) == factor_text(b);
  return a == b;
}

bool contains_factors(const Factors& whole, const Factors& part) {
  return std::all_of(part.begin(), part.end(), [&](const auto& factor) {
    const bj::value* const value = find_factor(whole, factor.first);
    return value != nullptr && same_factor(*value, factor.second);
  });
}

bool same_factors(const Factors& a, const Factors& b) {
  return a.size() == b.size() && contains_factors(a, b);
}

std::string factors_text(const Factors& factors) {
  std::string text;
  for (const auto& [name, value] : factors) {
    text += (text.empty() ? "" : ", ") + name + "=" + factor_text(value);
  }
  return text;
}

}  // namespace mllm_npu
