#include "plots/bar_layout.h"

#include <algorithm>

#include "engine/base/check.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

// All in points, but kFill.
constexpr double kFill = 0.86;         // share of the distance between groups that bars may take
constexpr double kWidestBar = 22;      // on the page
constexpr double kUprightSlot = 6.4;   // an upright line of text needs this much
constexpr double kGap = 2.5;           // between a bar and its label
constexpr double kMarkerRadius = 2.6;  // of the paper's diamond
constexpr double kCapHeight = 5.2;     // of a digit
constexpr double kBelowSmallest =
    2.5;  // no length: leaves the smallest bar of a log axis some height

using Panels = std::vector<const BarPanel*>;

Panels panels_beside(const BarChart& chart, const BarPanel& one) {
  Panels panels;
  for (const BarPanel& panel : chart.panels) {
    if (!panel.groups.empty() && share_axis(panel, one)) panels.push_back(&panel);
  }
  return panels;
}

std::vector<Bar> bars_of(const Panels& panels) {
  std::vector<Bar> bars;
  for (const BarPanel* panel : panels) {
    for (const BarGroup& group : panel->groups) {
      bars.insert(bars.end(), group.bars.begin(), group.bars.end());
    }
  }
  return bars;
}

std::size_t largest_group(const Panels& panels) {
  std::size_t largest = 1;
  for (const BarPanel* panel : panels) {
    for (const BarGroup& group : panel->groups) largest = std::max(largest, group.bars.size());
  }
  return largest;
}

std::vector<double> values_of(const std::vector<Bar>& bars) {
  std::vector<double> values;
  for (const Bar& bar : bars) {
    values.push_back(bar.value);
    if (bar.paper) values.push_back(*bar.paper);
    if (bar.bound) values.push_back(*bar.bound);
  }
  return values;
}

double widest_label(const std::vector<Bar>& bars) {
  double width = 0;
  for (const Bar& bar : bars) width = std::max(width, text_width(value_label(bar.value)));
  return width;
}

LabelMode label_mode(double slot, double widest) {
  if (widest <= slot) return LabelMode::kAcross;
  return slot >= kUprightSlot ? LabelMode::kUpright : LabelMode::kEmphasisOnly;
}

double label_height(LabelMode mode, double width) {
  return mode == LabelMode::kAcross ? kCapHeight : width;
}

// Where a label starts whose bar ends at `top` and that has the paper's marker near: above the bar
// if the marker leaves room, else inside the bar if the text lies across, else above the marker.
double beside_marker(double marker, double top, double height, LabelMode mode) {
  const double low = marker - kMarkerRadius;
  const double high = marker + kMarkerRadius;
  const double above = top + kGap;
  if (high < above - 1 || low > above + height + 1) return above;
  const double inside = top - kGap - height;
  if (mode == LabelMode::kAcross && low >= top && inside >= kGap) return inside;
  return high + kGap;
}

}  // namespace

BarLayout layout_bars(const BarChart& chart, const BarPanel& panel, double group_pitch) {
  const Panels panels = panels_beside(chart, panel);
  MLLM_NPU_CHECK(!panels.empty(), panel.y_label);
  const std::vector<Bar> bars = bars_of(panels);
  const double slot = kFill / static_cast<double>(largest_group(panels));
  const double widest = widest_label(bars);
  BarLayout layout;
  layout.bar_width = std::min(slot, kWidestBar / group_pitch);
  layout.mode = label_mode(slot * group_pitch, widest);
  const double room = label_height(layout.mode, widest) + 2 * kGap + 2 * kMarkerRadius;
  layout.axis = fit_axis(values_of(bars), {panels.front()->log, chart.axes_height * kPointsPerInch,
                                           room, kBelowSmallest});
  return layout;
}

double bar_place(const BarGroup& group, std::size_t index, double middle, const BarLayout& layout) {
  const double from_middle =
      static_cast<double>(index) + 0.5 - static_cast<double>(group.bars.size()) / 2;
  return middle + from_middle * layout.bar_width;
}

std::string bar_label(const Bar& bar, const BarChart& chart, const BarLayout& layout) {
  const bool shown =
      layout.mode != LabelMode::kEmphasisOnly || chart.series.at(bar.series).emphasis;
  return shown ? value_label(bar.value) : "";
}

double label_value(const Bar& bar, const BarLayout& layout) {
  const double height = label_height(layout.mode, text_width(value_label(bar.value)));
  const double top = layout.axis.place(bar.value);
  double start = top + kGap;
  if (bar.paper) start = beside_marker(layout.axis.place(*bar.paper), top, height, layout.mode);
  return layout.axis.value_at(layout.mode == LabelMode::kAcross ? start + height / 2 : start);
}

}  // namespace mllm_npu
