#include "plots/grouped_bars.h"

#include <algorithm>
#include <functional>
#include <set>

#include "engine/base/number_text.h"
#include "plots/bar_layout.h"
#include "plots/legend.h"
#include "plots/page_grid.h"
#include "plots/plot_commands.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

// ---- the page ---------------------------------------------------------------------------------

bool any_bar(const BarChart& chart, const std::function<bool(const Bar&)>& test) {
  for (const BarPanel& panel : chart.panels) {
    for (const BarGroup& group : panel.groups) {
      if (std::any_of(group.bars.begin(), group.bars.end(), test)) return true;
    }
  }
  return false;
}

std::vector<LegendEntry> legend_of(const BarChart& chart) {
  std::vector<LegendEntry> entries;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const Look& look = chart.series[i];
    const bool used = any_bar(chart, [i](const Bar& bar) { return bar.series == i; });
    if (used) entries.push_back({LegendEntry::Mark::kBox, look.label, look.color});
  }
  if (any_bar(chart, [](const Bar& bar) { return bar.bound.has_value(); })) {
    entries.push_back({LegendEntry::Mark::kBound, chart.bound_label, "black"});
  }
  if (any_bar(chart, [](const Bar& bar) { return bar.paper.has_value(); })) {
    entries.push_back(paper_entry());
  }
  if (!chart.note.empty()) entries.push_back({LegendEntry::Mark::kNone, chart.note});
  return entries;
}

std::vector<std::string> group_names(const BarPanel& panel) {
  std::vector<std::string> names;
  for (const BarGroup& group : panel.groups) names.push_back(group.label);
  return names;
}

// A panel and its place in the chart.
class PanelView {
 public:
  PanelView(const BarChart& chart, std::size_t index) : chart_(&chart), index_(index) {}

  std::size_t row() const { return index_ / chart_->columns; }
  std::size_t column() const { return index_ % chart_->columns; }
  const BarPanel& panel() const { return chart_->panels[index_]; }
  bool empty() const { return panel().groups.empty(); }

  // The panel on the left has the same axis.
  bool repeats_axis() const {
    return column() > 0 && share_axis(chart_->panels[index_ - 1], panel());
  }
  // The panel below has the same names.
  bool repeats_names() const {
    const std::size_t below = index_ + chart_->columns;
    if (below >= chart_->panels.size()) return false;
    return group_names(panel()) == group_names(chart_->panels[below]);
  }

 private:
  const BarChart* chart_;
  std::size_t index_;
};

std::vector<PanelView> views_of(const BarChart& chart) {
  std::vector<PanelView> views;
  for (std::size_t i = 0; i < chart.panels.size(); ++i) {
    const PanelView view(chart, i);
    if (!view.empty()) views.push_back(view);
  }
  return views;
}

double group_pitch(const PageGrid& grid, std::size_t groups) {
  return grid.axes_width() * kPointsPerInch / static_cast<double>(groups);
}

std::size_t most_groups(const BarChart& chart, const BarPanel& one) {
  std::size_t most = 1;
  for (const BarPanel& panel : chart.panels) {
    if (share_axis(panel, one)) most = std::max(most, panel.groups.size());
  }
  return most;
}

BarLayout layout_of(const BarChart& chart, const BarPanel& panel, const PageGrid& grid) {
  return layout_bars(chart, panel, group_pitch(grid, most_groups(chart, panel)));
}

// Room for the axes' numbers. How much they need depends a little on the room that they leave.
void fit_left(PageGrid& grid, const BarChart& chart) {
  const PageGrid bare = grid;
  for (const PanelView& view : views_of(chart)) {
    if (view.repeats_axis()) continue;
    double& left = grid.left[view.column()];
    left = std::max(left, axis_room(layout_of(chart, view.panel(), bare).axis));
  }
}

// A row of panels has names unless the row below has the same ones throughout.
bool has_names(const BarChart& chart, std::size_t row) {
  const std::vector<PanelView> views = views_of(chart);
  return std::any_of(views.begin(), views.end(), [row](const PanelView& view) {
    return view.row() == row && !view.repeats_names();
  });
}

void fit_above_and_below(PageGrid& grid, const BarChart& chart) {
  for (const PanelView& view : views_of(chart)) {
    PageGrid::Row& row = grid.rows[view.row()];
    if (!view.panel().title.empty()) row.above = kTitle;
    if (!has_names(chart, view.row())) continue;
    row.below = std::max(row.below, names_height(group_names(view.panel()), grid.axes_width()));
  }
}

PageGrid grid_of(const BarChart& chart) {
  PageGrid grid;
  grid.width = chart.columns == 1 && !chart.page_wide ? kColumnWidth : kPageWidth;
  grid.legend = legend_height(legend_of(chart), grid.width);
  grid.left.assign(chart.columns, kBareAxis);
  grid.rows.assign((chart.panels.size() + chart.columns - 1) / chart.columns,
                   {kNoTitle, chart.axes_height, kNoNames});
  fit_left(grid, chart);
  fit_above_and_below(grid, chart);
  return grid;
}

// ---- one panel --------------------------------------------------------------------------------

Cell cell_of(const std::optional<double>& value) { return value ? Cell{*value} : Cell{}; }

struct SeriesTable {
  std::size_t series;
  std::string block;
  bool has_paper = false;
  bool has_bound = false;
};

SeriesTable send_series(GnuplotPage& page, const BarChart& chart, const BarPanel& panel,
                        const BarLayout& layout, std::size_t series) {
  SeriesTable sent{series, {}};
  Table table;
  for (std::size_t g = 0; g < panel.groups.size(); ++g) {
    const BarGroup& group = panel.groups[g];
    for (std::size_t i = 0; i < group.bars.size(); ++i) {
      const Bar& bar = group.bars[i];
      if (bar.series != series) continue;
      const double place = bar_place(group, i, static_cast<double>(g), layout);
      table.push_back({place, bar.value, cell_of(bar.paper), cell_of(bar.bound),
                       bar_label(bar, chart, layout), label_value(bar, layout), bar.base,
                       place + label_shift(group, i, layout)});
      sent.has_paper = sent.has_paper || bar.paper;
      sent.has_bound = sent.has_bound || bar.bound;
    }
  }
  sent.block = page.data(table);
  return sent;
}

std::set<std::size_t> series_in(const BarPanel& panel) {
  std::set<std::size_t> series;
  for (const BarGroup& group : panel.groups) {
    for (const Bar& bar : group.bars) series.insert(bar.series);
  }
  return series;
}

// First all bars, then what must not be hidden by a neighbouring bar. Bars reach down to the axis,
// so that the lower parts of a stack come after those that they cover.
std::vector<std::string> plot_parts(const std::vector<SeriesTable>& tables, const BarChart& chart,
                                    const BarLayout& layout) {
  std::vector<std::string> parts;
  const std::string width = number_text(layout.bar_width);
  for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
    parts.push_back(table->block + " using 1:($2+$7):(" + width + ") with boxes lw hair fc rgb " +
                    quoted(chart.series[table->series].color) +
                    " fs solid 1 border lc rgb 'black' notitle");
  }
  for (const SeriesTable& table : tables) {
    if (table.has_bound) {
      parts.push_back(table.block + " using ($1-" + width + "/2):4:(" + width +
                      "):(0) with vectors nohead lc rgb 'black' lw 3*hair notitle");
    }
    if (table.has_paper) append_paper_markers(parts, table.block + " using 1:3", "black");
    parts.push_back(table.block + " using 8:6:5 with labels " +
                    (layout.mode == LabelMode::kAcross ? "center" : "rotate left") + " notitle");
  }
  return parts;
}

void set_axes(GnuplotPage& page, const PanelView& view, const BarLayout& layout,
              const PageGrid& grid, bool named) {
  const BarPanel& panel = view.panel();
  const auto groups = static_cast<double>(panel.groups.size());
  const Area axes = grid.area(view.row(), view.column());
  page.place_axes(axes);
  set_title(page, panel.title, axes);
  set_y_axis(page, layout.axis, panel.y_label,
             view.repeats_axis() ? kBareAxis : grid.left[view.column()], axes);
  page.command("set xrange [-0.5:" + number_text(groups - 0.5) + "]");
  if (named) set_names(page, group_names(panel), axes);
}

void draw_panel(GnuplotPage& page, const BarChart& chart, const PanelView& view,
                const PageGrid& grid) {
  const BarLayout layout = layout_of(chart, view.panel(), grid);
  set_axes(page, view, layout, grid, has_names(chart, view.row()));
  std::vector<SeriesTable> tables;
  for (std::size_t series : series_in(view.panel())) {
    tables.push_back(send_series(page, chart, view.panel(), layout, series));
  }
  if (tables.empty()) {
    plot(page, {"1/0 notitle"});  // nothing but the axes
  } else {
    plot(page, plot_parts(tables, chart, layout));
  }
}

}  // namespace

GnuplotPage draw_grouped_bars(const BarChart& chart) {
  const PageGrid grid = grid_of(chart);
  GnuplotPage page(chart.name, grid.width, grid.height());
  set_common_style(page);
  draw_legend(page, legend_of(chart));
  for (const PanelView& view : views_of(chart)) {
    draw_panel(page, chart, view, grid);
    end_legend(page);
  }
  return page;
}

}  // namespace mllm_npu
