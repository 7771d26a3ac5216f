#pragma once

// Panels in rows and columns below a legend: how large the page is and where the axes lie.

#include <cstddef>
#include <vector>

#include "plots/gnuplot_page.h"

namespace mllm_npu {

struct PageGrid {
  // All in inches.
  struct Row {
    double above = 0;  // for the panel's title
    double axes = 0;
    double below = 0;  // for names and labels of the horizontal axis
  };
  double legend = 0;              // height of the legend on top
  double width = 0;               // of the page
  std::vector<double> left = {};  // per column: for the labels of its vertical axes
  std::vector<Row> rows = {};

  double height() const;
  // Width of the axes, the same in every column.
  double axes_width() const;
  // REQUIRES: row < rows.size(), column < left.size().
  Area area(std::size_t row, std::size_t column) const;
};

}  // namespace mllm_npu
