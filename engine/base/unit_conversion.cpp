#include "engine/base/unit_conversion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace mllm_npu {
namespace {

struct Unit {
  std::string_view name;
  char dimension;
  int exponent;  // of ten, against the dimension's basic unit
};

constexpr std::array<Unit, 15> kUnits = {{{"s", 't', 0},
                                          {"ms", 't', -3},
                                          {"us", 't', -6},
                                          {"ns", 't', -9},
                                          {"ratio", '1', 0},
                                          {"%", '1', -2},
                                          {"B", 'B', 0},
                                          {"kB", 'B', 3},
                                          {"MB", 'B', 6},
                                          {"GB", 'B', 9},
                                          {"J", 'J', 0},
                                          {"kJ", 'J', 3},
                                          {"mJ", 'J', -3},
                                          {"W", 'W', 0},
                                          {"mW", 'W', -3}}};

const Unit* find_unit(const std::string& name) {
  const auto found = std::find_if(kUnits.begin(), kUnits.end(),
                                  [&](const Unit& unit) { return unit.name == name; });
  return found == kUnits.end() ? nullptr : &*found;
}

}  // namespace

std::optional<double> convert_unit(double value, const std::string& from, const std::string& to) {
  if (from == to) return value;
  const Unit* const source = find_unit(from);
  const Unit* const target = find_unit(to);
  if (source == nullptr || target == nullptr) return std::nullopt;
  if (source->dimension != target->dimension) return std::nullopt;
  const int shift = source->exponent - target->exponent;
  // 1000 is exact in a double and 0.001 is not: dividing rounds once, multiplying twice.
  const double power = std::pow(10.0, std::abs(shift));
  return shift >= 0 ? value * power : value / power;
}

}  // namespace mllm_npu
