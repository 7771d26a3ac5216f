#pragma once

// Draws a BarChart the way systems papers do: groups of bars, some of them stacks, a diamond where
// the paper prints a value, one legend on top.

#include "plots/bar_chart.h"
#include "plots/gnuplot_page.h"

namespace mllm_npu {

// A page as wide as a paper's column (one column of panels) or page (two). Every bar of the chart
// is on it: each panel sends one table per series that it has, one line per bar, with the columns
// position, value, printed value, bound, label, height of the label, base, position of the label.
GnuplotPage draw_grouped_bars(const BarChart& chart);

}  // namespace mllm_npu
