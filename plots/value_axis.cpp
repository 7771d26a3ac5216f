#include "plots/value_axis.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "engine/base/check.h"
#include "engine/base/number_text.h"
#include "plots/style.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

double share(const ValueAxis& axis, double value) {
  if (axis.log) return std::log(value / axis.low) / std::log(axis.high / axis.low);
  return (value - axis.low) / (axis.high - axis.low);
}

double decade_of(double value) { return std::pow(10, std::floor(std::log10(value))); }

// The largest of ..., 0.5, 1, 2, 5, 10, 20, ... that is not above `value`.
double round_below(double value) {
  const double decade = decade_of(value);
  for (double digit : {5.0, 2.0}) {
    if (digit * decade <= value) return digit * decade;
  }
  return decade;
}

// The smallest of them that is not below `value`.
double round_above(double value) {
  const double decade = decade_of(value);
  for (double digit : {1.0, 2.0, 5.0}) {
    if (digit * decade >= value) return digit * decade;
  }
  return 10 * decade;
}

constexpr double kTiniest = 1e-12;  // a shorter axis than this would have no numbers

void append_within(std::vector<double>& ticks, const ValueAxis& axis, double tick) {
  if (tick >= axis.low * 0.999 && tick <= axis.largest * 1.001) ticks.push_back(tick);
}

std::vector<double> log_ticks(const ValueAxis& axis, const std::vector<double>& digits) {
  std::vector<double> ticks;
  const int last = static_cast<int>(std::floor(std::log10(axis.largest) + 1e-9));
  for (int power = static_cast<int>(std::floor(std::log10(axis.low))); power <= last; ++power) {
    for (double digit : digits) append_within(ticks, axis, digit * std::pow(10, power));
  }
  return ticks;
}

std::vector<double> linear_ticks(const ValueAxis& axis) {
  constexpr double kMostSteps = 5;
  const double step = round_above((axis.high - axis.low) / kMostSteps);
  std::vector<double> ticks;
  const int first = static_cast<int>(std::ceil(axis.low / step - 1e-9));
  for (int i = first; i * step <= axis.high; ++i) ticks.push_back(i * step);
  return ticks;
}

}  // namespace

double ValueAxis::place(double value) const { return share(*this, value) * length; }

double ValueAxis::value_at(double points) const {
  const double part = points / length;
  return log ? low * std::pow(high / low, part) : low + (high - low) * part;
}

ValueAxis fit_axis(const std::vector<double>& values, const AxisWish& wish) {
  MLLM_NPU_CHECK(wish.room < wish.length, std::to_string(wish.room));
  const double largest = values.empty() ? 1 : *std::max_element(values.begin(), values.end());
  const double smallest = values.empty() ? 1 : *std::min_element(values.begin(), values.end());
  const double stretch = wish.length / (wish.length - wish.room);
  if (wish.log) {
    MLLM_NPU_CHECK(smallest > 0, std::to_string(smallest));
    const double low = round_below(smallest / wish.below);
    return {true, low, low * std::pow(largest / low, stretch), largest, wish.length};
  }
  const double low = std::min(0.0, smallest);
  const double high = low + (largest - low) * stretch;
  return {false, low, high > low + kTiniest ? high : low + 1, largest, wish.length};
}

std::vector<double> ticks_of(const ValueAxis& axis) {
  if (!axis.log) return linear_ticks(axis);
  const std::vector<double> decades = log_ticks(axis, {1});
  return decades.size() > 1 ? decades : log_ticks(axis, {1, 2, 5});
}

std::string tick_label(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::general, 6);
  return {buffer.data(), end.ptr};
}

double axis_room(const ValueAxis& axis) {
  constexpr double kName = 0.13;   // the name stands upright
  constexpr double kMarks = 0.11;  // between name, numbers and axis
  double widest = 0;
  for (double tick : ticks_of(axis)) widest = std::max(widest, text_width(tick_label(tick)));
  return kName + kMarks + widest / kPointsPerInch;
}

std::string range_text(const ValueAxis& axis) {
  return "[" + number_text(axis.low) + ":" + number_text(axis.high) + "]";
}

}  // namespace mllm_npu
