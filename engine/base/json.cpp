#include "engine/base/json.h"

#include <cmath>
#include <utility>

#include "engine/base/input_error.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace {

std::string describe(const bj::value& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  return bj::serialize(value);
}

std::string range_text(double low, double high) {
  if (!std::isfinite(low)) return std::isfinite(high) ? " of at most " + number_text(high) : "";
  if (!std::isfinite(high)) return " of at least " + number_text(low);
  return " from " + number_text(low) + " to " + number_text(high);
}

}  // namespace

JsonReader::JsonReader(std::string file, std::string key, const bj::value& value)
    : file_(std::move(file)), key_(std::move(key)), value_(&value) {}

void JsonReader::fail(const std::string& expected) const { fail(expected, describe(*value_)); }

void JsonReader::fail(const std::string& expected, const std::string& found) const {
  throw InputError(file_, key_, expected, found);
}

JsonReader JsonReader::at(std::string_view member) const {
  if (!value_->is_object()) fail("an object");
  const std::string path = key_.empty() ? std::string(member) : key_ + "." + std::string(member);
  const bj::value* found = value_->get_object().if_contains(member);
  if (found == nullptr) throw InputError(file_, path, "a value", "no such key");
  return {file_, path, *found};
}

bool JsonReader::has(std::string_view member) const {
  if (!value_->is_object()) fail("an object");
  return value_->get_object().contains(member);
}

void JsonReader::allow_only(const std::set<std::string_view>& allowed) const {
  if (!value_->is_object()) fail("an object");
  for (const bj::key_value_pair& member : value_->get_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    if (allowed.contains(name)) continue;
    std::string known;
    for (const std::string_view each : allowed) {
      known += (known.empty() ? "" : ", ") + std::string(each);
    }
    fail("only the keys " + known, std::string(name));
  }
}

std::vector<JsonReader> JsonReader::elements() const {
  if (!value_->is_array()) fail("an array");
  std::vector<JsonReader> readers;
  for (const bj::value& element : value_->get_array()) {
    readers.emplace_back(file_, key_ + "[" + std::to_string(readers.size()) + "]", element);
  }
  return readers;
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::members() const {
  if (!value_->is_object()) fail("an object");
  std::vector<std::pair<std::string, JsonReader>> readers;
  for (const bj::key_value_pair& member : value_->get_object()) {
    const std::string name(member.key().data(), member.key().size());
    readers.emplace_back(name, at(name));
  }
  return readers;
}

double JsonReader::number(double low, double high) const {
  if (!value_->is_number()) fail("a number");
  const double found = value_->to_number<double>();
  if (!(found >= low && found <= high)) fail("a number" + range_text(low, high));
  return found;
}

std::int64_t JsonReader::integer(std::int64_t low, std::int64_t high) const {
  const std::string range = std::to_string(low) + " to " + std::to_string(high);
  bj::error_code error;
  const std::int64_t found = value_->is_number() ? value_->to_number<std::int64_t>(error) : 0;
  if (!value_->is_number() || error || found < low || found > high) {
    fail("a whole number from " + range);
  }
  return found;
}

bool JsonReader::boolean() const {
  if (!value_->is_bool()) fail("true or false");
  return value_->get_bool();
}

std::string JsonReader::string() const {
  if (!value_->is_string() || value_->get_string().empty()) fail("a string that is not empty");
  return {value_->get_string().data(), value_->get_string().size()};
}

std::string JsonReader::one_of(const std::vector<std::string_view>& choices) const {
  std::string known;
  for (const std::string_view choice : choices) {
    if (value_->is_string() && value_->get_string() == choice) return std::string(choice);
    known += (known.empty() ? "" : ", ") + std::string(choice);
  }
  fail("one of " + known);
}

}  // namespace mllm_npu
