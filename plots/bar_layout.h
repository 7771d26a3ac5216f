#pragma once

// What grouped bars need besides their values: ranges, widths, and where labels fit.

#include <string>
#include <vector>

#include "plots/bar_chart.h"
#include "plots/value_axis.h"

namespace mllm_npu {

// How values are written above bars: across where there is room, else upright, and where bars are
// narrower than letters are high, only on series with emphasis.
enum class LabelMode { kAcross, kUpright, kEmphasisOnly };

struct BarLayout {
  ValueAxis axis;
  double bar_width = 0;  // in units of the distance between groups
  LabelMode mode = LabelMode::kAcross;
};

// For the panels of `chart` that share the axis of `panel`, one of them: they share it all, so that
// they can be compared. `group_pitch`: points between groups, of the panel with most groups.
BarLayout layout_bars(const BarChart& chart, const BarPanel& panel, double group_pitch);

// Position of bar `index` of `group`, whose middle lies at `middle`.
double bar_place(const BarGroup& group, std::size_t index, double middle, const BarLayout& layout);

// The text above a bar, "" where the mode leaves it out.
std::string bar_label(const Bar& bar, const BarChart& chart, const BarLayout& layout);

// The value at which that text starts (upright) or has its middle (across): above the bar. Where it
// would touch the paper's marker it goes into the bar (across, the bar being high enough) or above
// the marker.
double label_value(const Bar& bar, const BarLayout& layout);

}  // namespace mllm_npu
