#pragma once

// A legend above the panels, in as many centred lines as it takes, so that it never covers data.

#include <string>
#include <vector>

#include "plots/gnuplot_page.h"

namespace mllm_npu {

struct LegendEntry {
  enum class Mark { kBox, kLine, kPaper, kBound, kNone };
  Mark mark = Mark::kNone;
  std::string label;
  std::string color = "black";  // of kBox and kLine
};

// Height in inches of a legend on a page `width` inches wide.
double legend_height(const std::vector<LegendEntry>& entries, double width);

// Draws along the upper edge of `page`, with the next plot.
void draw_legend(GnuplotPage& page, const std::vector<LegendEntry>& entries);

// Call after the first plot; later plots would draw the legend again.
void end_legend(GnuplotPage& page);

}  // namespace mllm_npu
