#pragma once

// Named values that tell one row of a table from the others, e.g. {size: 64, method: "fast"}.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "engine/base/json.h"

namespace mllm_npu {

// name → string, number, or array of those; no name twice, in the order in which they are read. A
// std::string goes in with emplace_back(name, text).
using Factors = std::vector<std::pair<std::string, boost::json::value>>;

// Errors: InputError when `object` is no object, or a value is of another kind.
Factors read_factors(const JsonReader& object);
// REQUIRES: no name twice.
boost::json::object factors_json(const Factors& factors);

// The value called `name`, or nullptr.
const boost::json::value* find_factor(const Factors& factors, const std::string& name);

// A string as it is, a number in its shortest form (64 and 64.0 are both "64"), an array as
// "[2, 4]". Equal values of one kind have equal texts.
std::string factor_text(const boost::json::value& value);

// Numbers are compared as numbers (64 equals 64.0), a string never equals a number.
bool same_factor(const boost::json::value& a, const boost::json::value& b);

// Whether every factor of `part` is in `whole` with the same value, whatever the order.
bool contains_factors(const Factors& whole, const Factors& part);

// The same factors with the same values, whatever the order.
bool same_factors(const Factors& a, const Factors& b);

// One line for messages: "size=64, method=fast".
std::string factors_text(const Factors& factors);

}  // namespace mllm_npu
