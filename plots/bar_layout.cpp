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

// Bars side by side among the first `count` of `group`: a stack is one.
std::size_t places_of(const BarGroup& group, std::size_t count) {
  const auto end = group.bars.begin() + static_cast<std::ptrdiff_t>(count);
  const auto is_lowest = [](const Bar& bar) { return bar.base <= 0; };
  return static_cast<std::size_t>(std::count_if(group.bars.begin(), end, is_lowest));
}

std::size_t places_of(const BarGroup& group) { return places_of(group, group.bars.size()); }

std::size_t largest_group(const Panels& panels) {
  std::size_t largest = 1;
  for (const BarPanel* panel : panels) {
    for (const BarGroup& group : panel->groups) largest = std::max(largest, places_of(group));
  }
  return largest;
}

std::vector<double> values_of(const std::vector<Bar>& bars) {
  std::vector<double> values;
  for (const Bar& bar : bars) {
    values.push_back(bar.end());
    if (bar.paper) values.push_back(*bar.paper);
    if (bar.bound) values.push_back(*bar.bound);
  }
  return values;
}

std::string text_above(const Bar& bar) { return bar.label.value_or(value_label(bar.end())); }

double widest_label(const std::vector<Bar>& bars) {
  double width = 0;
  for (const Bar& bar : bars) width = std::max(width, text_width(text_above(bar)));
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

std::vector<Bar> labelled_bars(std::vector<Bar> bars, const BarChart& chart,
                               const BarLayout& layout) {
  std::erase_if(bars, [&](const Bar& bar) { return bar_label(bar, chart, layout).empty(); });
  return bars;
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
  layout.line_width = kCapHeight / group_pitch;
  const double bare = 2 * kGap + 2 * kMarkerRadius;
  AxisWish wish{panels.front()->log, chart.axes_height * kPointsPerInch, bare, kBelowSmallest};
  const std::vector<double> values = values_of(bars);
  layout.axis = fit_axis(values, wish);
  wish.room += label_height(layout.mode, widest);
  std::vector<double> labelled = values_of(labelled_bars(bars, chart, layout));
  if (!values.empty()) labelled.push_back(*std::min_element(values.begin(), values.end()));
  layout.axis.high = std::max(layout.axis.high, fit_axis(labelled, wish).high);
  return layout;
}

double bar_place(const BarGroup& group, std::size_t index, double middle, const BarLayout& layout) {
  const double from_middle = static_cast<double>(places_of(group, index + 1)) - 0.5 -
                             static_cast<double>(places_of(group)) / 2;
  return middle + from_middle * layout.bar_width;
}

double label_shift(const BarGroup& group, std::size_t index, const BarLayout& layout) {
  const bool last = index > 0 && index + 1 == group.bars.size();
  if (layout.mode != LabelMode::kEmphasisOnly || !last) return 0;
  const double free = layout.axis.place(group.bars[index].end()) + kGap;
  if (layout.axis.place(group.bars[index - 1].end()) < free) return 0;
  return std::max(0.0, (layout.line_width - layout.bar_width) / 2) + layout.line_width / 5;
}

std::string bar_label(const Bar& bar, const BarChart& chart, const BarLayout& layout) {
  const bool shown =
      layout.mode != LabelMode::kEmphasisOnly || chart.series.at(bar.series).emphasis;
  return shown ? text_above(bar) : "";
}

double label_value(const Bar& bar, const BarLayout& layout) {
  const double height = label_height(layout.mode, text_width(text_above(bar)));
  const double top = layout.axis.place(bar.end());
  double start = top + kGap;
  if (bar.paper) start = beside_marker(layout.axis.place(*bar.paper), top, height, layout.mode);
  return layout.axis.value_at(layout.mode == LabelMode::kAcross ? start + height / 2 : start);
}

}  // namespace mllm_npu
