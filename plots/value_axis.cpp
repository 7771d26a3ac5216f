#include "plots/value_axis.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace {

double share(const ValueAxis& axis, double value) {
  if (axis.log) return std::log(value / axis.low) / std::log(axis.high / axis.low);
  return (value - axis.low) / (axis.high - axis.low);
}

// A power of ten that leaves even the smallest bar some height.
double decade_below(double smallest) { return std::pow(10, std::floor(std::log10(smallest / 1.5))); }

}  // namespace

double ValueAxis::place(double value) const { return share(*this, value) * length; }

double ValueAxis::value_at(double points) const {
  const double part = points / length;
  return log ? low * std::pow(high / low, part) : low + (high - low) * part;
}

ValueAxis fit_axis(const std::vector<double>& values, bool log, double length, double room) {
  MLLM_NPU_CHECK(room < length, std::to_string(room));
  const double largest = values.empty() ? 1 : *std::max_element(values.begin(), values.end());
  const double smallest = values.empty() ? 1 : *std::min_element(values.begin(), values.end());
  const double stretch = length / (length - room);
  if (log) {
    MLLM_NPU_CHECK(smallest > 0, std::to_string(smallest));
    const double low = decade_below(smallest);
    return {true, low, low * std::pow(largest / low, stretch), length};
  }
  const double low = std::min(0.0, smallest);
  const double high = low + (largest - low) * stretch;
  return {false, low, high > low ? high : low + 1, length};
}

std::string range_text(const ValueAxis& axis) {
  return "[" + number_text(axis.low) + ":" + number_text(axis.high) + "]";
}

}  // namespace mllm_npu
