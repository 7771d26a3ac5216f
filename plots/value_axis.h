#pragma once

// Where a value lies on an axis, so that labels can be placed beside bars and markers.

#include <string>
#include <vector>

namespace mllm_npu {

struct ValueAxis {
  bool log = false;
  double low = 0;
  double high = 1;     // > low; low > 0 when log
  double length = 72;  // of the axis on the page, in points

  // Points above the lower end; and back.
  double place(double value) const;
  double value_at(double points) const;
};

// An axis that holds zero (or, when log, a power of ten below the smallest) and all `values`, with
// `room` points free above the largest. REQUIRES: room < length; values > 0 when log.
ValueAxis fit_axis(const std::vector<double>& values, bool log, double length, double room);

// "[LOW:HIGH]" as gnuplot reads it.
std::string range_text(const ValueAxis& axis);

}  // namespace mllm_npu
