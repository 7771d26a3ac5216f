#pragma once

// A waterfall: bars that stand at what is known and, between them, bars that hang from one value to
// the next. Values are on a logarithmic axis, so equal factors have equal heights.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "plots/gnuplot_page.h"
#include "plots/style.h"

namespace mllm_npu {

struct WaterfallBar {
  std::string name;              // below the axis
  std::size_t look = 0;          // index into WaterfallChart::looks
  std::optional<double> from{};  // none: stands on the axis
  double to = 0;
};

struct WaterfallPanel {
  std::string title;
  std::vector<WaterfallBar> bars;
};

struct WaterfallChart {
  std::string name;             // of the picture
  std::string y_label;          // with unit
  double width = kColumnWidth;  // of the page, in inches
  double axes_height = 1;       // of a panel, in inches
  std::vector<Look> looks;
  std::vector<WaterfallPanel> panels;
};

// A page with a panel below the other. Each panel sends one table per look that it has, a line per
// bar: position, upper end, lower end, label, height of the label. The label is the value of a bar
// that stands and the factor ("x0.5") of one that hangs. REQUIRES: a panel; each has a bar; values
// are positive.
GnuplotPage draw_waterfall(const WaterfallChart& chart);

}  // namespace mllm_npu
