#pragma once

// Charts that compare systems.

#include <string>

#include "plots/bar_chart.h"

namespace mllm_npu {

// Measure `measure`, called `label`, on a logarithmic axis: a panel per prompt length (a row) and
// device (a column), a group per model, a bar per system. Rows: factors device, model, system,
// prompt_length. REQUIRES: at least one row.
BarChart by_device_and_length(const RecordRows& rows, const std::string& label,
                              const std::string& measure);

// What a chart of stacks shows.
struct StackedMeasures {
  std::string y_label;
  std::string total;         // a measure
  std::vector<Look> series;  // its parts
  bool shares = false;       // as in StackQuery
};

// Stacks, a panel per model, in it a group per system, in it a stack per prompt length, the
// shortest first, as the legend says. Rows: as above, of one device. REQUIRES: at least one row.
BarChart stacks_by_model(const RecordRows& rows, const StackedMeasures& measures);

// The rows of `device`, or if there are none, of the first that has rows.
RecordRows rows_on(const RecordRows& rows, const std::string& device);

}  // namespace mllm_npu
