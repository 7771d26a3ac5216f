#pragma once

// Where a value lies on an axis, so that labels can be placed beside bars and markers.

#include <string>
#include <vector>

namespace mllm_npu {

struct ValueAxis {
  bool log = false;
  double low = 0;
  double high = 1;     // > low; low > 0 when log
  double largest = 1;  // of the values; what lies above is room for labels
  double length = 72;  // of the axis on the page, in points

  // Points above the lower end; and back.
  double place(double value) const;
  double value_at(double points) const;
};

struct AxisWish {
  bool log = false;
  double length = 72;  // points
  double room = 0;     // points to be free above the largest value; less than length
  double below = 1.5;  // when log: the smallest value is at least this many times the lower end
};

// An axis as wished that holds all `values`, and zero unless log. REQUIRES: values > 0 when log.
ValueAxis fit_axis(const std::vector<double>& values, const AxisWish& wish);

// The numbers to write at an axis: powers of ten up to the largest value when log (also smaller
// steps where there is but one of them), else round ones, six at most.
std::vector<double> ticks_of(const ValueAxis& axis);

// As written beside the axis: "0.01", "2500".
std::string tick_label(double value);

// Inches to the left of an axis that its numbers and its name take.
double axis_room(const ValueAxis& axis);

// "[LOW:HIGH]" as gnuplot reads it.
std::string range_text(const ValueAxis& axis);

}  // namespace mllm_npu
