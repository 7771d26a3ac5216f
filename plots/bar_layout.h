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
  double line_width = 0;  // what an upright label takes, in the same units
};

// For the panels of `chart` that share the axis of `panel`, one of them: they share it all, so that
// they can be compared. `group_pitch`: points between groups, of the panel with most groups.
BarLayout layout_bars(const BarChart& chart, const BarPanel& panel, double group_pitch);

// Position of bar `index` of `group`, whose middle lies at `middle`. Parts of a stack have the
// same.
double bar_place(const BarGroup& group, std::size_t index, double middle, const BarLayout& layout);

// How far to the right of its bar's middle the label of bar `index` stands, in the same units: 0
// but beside a higher bar that it would touch, at the end of a group, where there is room.
double label_shift(const BarGroup& group, std::size_t index, const BarLayout& layout);

// The text above a bar, "" where the mode leaves it out.
std::string bar_label(const Bar& bar, const BarChart& chart, const BarLayout& layout);

// The value at which that text starts (upright) or has its middle (across): above the bar. Where it
// would touch the paper's marker it goes into the bar (across, the bar being high enough) or above
// the marker.
double label_value(const Bar& bar, const BarLayout& layout);

}  // namespace mllm_npu
