#pragma once

// Panels of lines over a numeric axis, below one legend.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "plots/gnuplot_page.h"

namespace mllm_npu {

using LinePoints = std::vector<std::pair<double, double>>;

struct ChartLine {
  std::string label;   // in the legend, once for all lines that have it
  std::string color;   // "#rrggbb"
  bool paper = false;  // a printed value at each point: diamonds, no line
  LinePoints points;
};

struct LinePanel {
  std::string title;
  std::string x_label;
  std::string y_label;  // with unit
  bool log_x = false;   // logarithmic axes; every value is positive then
  bool log_y = false;
  std::vector<ChartLine> lines;
};

struct LineChart {
  std::string name;          // of the picture
  std::size_t columns = 1;   // of panels: 1 fits a paper's column, 2 its page
  double axes_height = 1.3;  // of a panel, in inches
  std::vector<LinePanel> panels;
};

// One table per line, sorted by x: x, y. Errors: InputError for a value that is not positive on a
// logarithmic axis. REQUIRES: a panel; each has a line, each line a point.
GnuplotPage draw_lines(const LineChart& chart);

}  // namespace mllm_npu
