#pragma once

// gnuplot commands that all figures share.

#include <string>
#include <vector>

#include "plots/gnuplot_page.h"
#include "plots/legend.h"
#include "plots/value_axis.h"

namespace mllm_npu {

// Room around axes, in inches (PageGrid).
inline constexpr double kBareAxis = 0.10;  // an axis that repeats the one beside it
inline constexpr double kTitle = 0.17;
inline constexpr double kNoTitle = 0.05;
inline constexpr double kNoNames = 0.07;
inline constexpr double kNamedNumbers = 0.30;  // numbers and name of a horizontal axis

// Thin frame on the left and below, pale lines behind the data, no legend of gnuplot's.
void set_common_style(GnuplotPage& page);

// Everything below is written at places in inches, not with gnuplot's own titles and labels, whose
// distances differ between file formats. It comes with the next plot, and is gone with
// end_legend(). `axes` is where the panel's axes lie.

void set_title(GnuplotPage& page, const std::string& title, const Area& axes);

// Range and scale of the vertical axis; numbers and name unless `room`, the inches to its left, is
// no more than kBareAxis.
void set_y_axis(GnuplotPage& page, const ValueAxis& axis, const std::string& label, double room,
                const Area& axes);

// The name of a horizontal axis that has numbers.
void set_x_label(GnuplotPage& page, const std::string& label, const Area& axes);

// Names below the horizontal axis, evenly spread: in up to three lines where they fit, else
// slanted, and as steeply as it takes to keep them on the page.
void set_names(GnuplotPage& page, const std::vector<std::string>& names, const Area& axes);
// Inches that set_names needs below an axis `width` inches long.
double names_height(const std::vector<std::string>& names, double width);

// White diamonds with a `color` edge for printed values: adds two parts of a plot command. (The
// edge is a larger diamond below: gnuplot's hollow one has another line width in each file format.)
void append_paper_markers(std::vector<std::string>& parts, const std::string& source,
                          const std::string& color);
LegendEntry paper_entry();

// One plot command of `parts`. REQUIRES: at least one part.
void plot(GnuplotPage& page, const std::vector<std::string>& parts);

}  // namespace mllm_npu
