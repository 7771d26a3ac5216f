#pragma once

// Grouped bars as data, before anything is drawn: panels of groups of bars, and how to make them
// from a record's rows.

#include <optional>
#include <string>
#include <vector>

#include "plots/record_rows.h"
#include "plots/style.h"

namespace mllm_npu {

struct Bar {
  std::size_t series = 0;         // index into BarChart::series
  double value = 0;               // ours
  std::optional<double> paper{};  // a printed value, drawn as a diamond
  std::optional<double> bound{};  // a bound of the value, drawn as a stroke across the bar
  // Where the bar starts. Above 0: on the bar before it, in its place, as a further part of a
  // stack; series ascend in a stack, and its axis is linear.
  double base = 0;
  std::optional<std::string> label{};  // above the bar, instead of its end

  double end() const { return base + value; }
};

struct BarGroup {
  std::string label;
  std::vector<Bar> bars;  // side by side, in this order; may be empty
};

struct BarPanel {
  std::string title;    // "" for none
  std::string y_label;  // with unit
  bool log = false;     // logarithmic value axis; every value is positive then
  std::vector<BarGroup> groups;
  std::string range{};  // panels with the same y_label and range share their axis
};

// Whether values of both panels can be compared by height.
bool share_axis(const BarPanel& a, const BarPanel& b);

struct BarChart {
  std::string name;         // of the picture
  std::size_t columns = 1;  // of panels: 1 fits a paper's column, 2 its page
  bool page_wide = false;   // one column of panels as wide as the page
  double axes_height = 1;   // of a panel, in inches
  std::string bound_label;  // what Bar::bound is, for the legend
  std::string note;         // last in the legend; "" for none
  std::vector<Look> series;
  std::vector<BarPanel> panels;  // row by row; one without groups leaves its place empty
};

// Which bar a row becomes.
struct BarQuery {
  RowKey group;
  std::vector<std::string> groups;  // in order; a row of another group is an error of ours
  RowKey series;
  std::string measure;
};

// One bar per row: the groups in the query's order, within one the series in order of `series`. Two
// rows of the same group and series stand side by side. Errors: InputError for a row without the
// measure, or (when `log`) whose value is not positive.
std::vector<BarGroup> bar_groups(const RecordRows& rows, const BarQuery& query,
                                 const std::vector<Look>& series, bool log);

// Which stack a row becomes: a part for each series, whose id is a measure, the first at the
// bottom.
struct StackQuery {
  RowKey group;
  std::vector<std::string> groups;  // as above
  std::string total;                // the measure above the stack, in the unit of the parts
  bool shares = false;              // parts in % of their sum; else the total may have a diamond
};

// One stack per row, the groups in the query's order, stacks side by side in the record's. Parts of
// 0 are left out, all but one. Errors: InputError for a row that lacks a measure or has a negative
// one, and for another unit.
std::vector<BarGroup> stack_groups(const RecordRows& rows, const StackQuery& query,
                                   const std::vector<Look>& series);

// Adds the bars of each group of `more` to the group in the same place. REQUIRES: as many groups.
void append_bars(std::vector<BarGroup>& groups, const std::vector<BarGroup>& more);

// "NAME (UNIT)".
std::string with_unit(const std::string& name, const RecordRows& rows, const std::string& measure);

// Panels for BarChart::panels from stacks of panels that belong below each other; two stacks stand
// side by side. REQUIRES: stacks of the same height.
void place_stacks(BarChart& chart, const std::vector<std::vector<BarPanel>>& stacks);

}  // namespace mllm_npu
