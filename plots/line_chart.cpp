#include "plots/line_chart.h"

#include <algorithm>

#include "engine/base/input_error.h"
#include "engine/base/number_text.h"
#include "plots/page_grid.h"
#include "plots/plot_commands.h"
#include "plots/style.h"
#include "plots/text.h"
#include "plots/value_axis.h"

namespace mllm_npu {
namespace {

constexpr double kRoom = 6;  // points above the highest point

double positive(double value) {
  if (value > 0) return value;
  throw InputError("", "measures", "positive numbers, as the axis is logarithmic",
                   number_text(value));
}

std::vector<LegendEntry> legend_of(const LineChart& chart) {
  std::vector<LegendEntry> entries;
  bool paper = false;
  for (const LinePanel& panel : chart.panels) {
    for (const ChartLine& line : panel.lines) {
      paper = paper || line.paper;
      const auto known = [&](const LegendEntry& entry) { return entry.label == line.label; };
      if (line.label.empty() || std::ranges::any_of(entries, known)) continue;
      entries.push_back({LegendEntry::Mark::kLine, line.label, line.color});
    }
  }
  if (paper) entries.push_back(paper_entry());
  return entries;
}

ValueAxis axis_of(const LineChart& chart, const LinePanel& panel) {
  std::vector<double> values;
  for (const ChartLine& line : panel.lines) {
    for (const auto& [x, y] : line.points) values.push_back(panel.log_y ? positive(y) : y);
  }
  return fit_axis(values, {panel.log_y, chart.axes_height * kPointsPerInch, kRoom});
}

PageGrid grid_of(const LineChart& chart, const std::vector<LegendEntry>& legend) {
  PageGrid grid;
  grid.width = chart.columns == 1 ? kColumnWidth : kPageWidth;
  grid.legend = legend_height(legend, grid.width);
  grid.left.assign(chart.columns, kBareAxis);
  for (std::size_t i = 0; i < chart.panels.size(); ++i) {
    double& left = grid.left[i % chart.columns];
    left = std::max(left, axis_room(axis_of(chart, chart.panels[i])));
  }
  grid.rows.assign((chart.panels.size() + chart.columns - 1) / chart.columns,
                   {kTitle, chart.axes_height, kNamedNumbers});
  return grid;
}

void set_x_axis(GnuplotPage& page, const LinePanel& panel) {
  page.command(panel.log_x ? "set logscale x 10" : "unset logscale x");
  page.command("set xrange [*:*]");
  page.command("set autoscale x noextend");
  page.command("set offsets graph 0.04, graph 0.04, 0, 0");
  page.command("set format x '%g'");
  page.command("set xtics nomirror out scale 0.4 offset 0,0.4 autofreq");
}

void plot_panel(GnuplotPage& page, const LinePanel& panel) {
  std::vector<std::string> lines;
  std::vector<std::string> markers;
  for (const ChartLine& line : panel.lines) {
    LinePoints sorted = line.points;
    std::ranges::stable_sort(sorted, {}, &LinePoints::value_type::first);
    Table table;
    for (const auto& [x, y] : sorted) table.push_back({panel.log_x ? positive(x) : x, y});
    const std::string source = page.data(table) + " using 1:2";
    if (line.paper) {
      append_paper_markers(markers, source, line.color);
    } else {
      lines.push_back(source + " with linespoints pt 7 ps 0.5*marker lw 2*hair lc rgb " +
                      quoted(line.color) + " notitle");
    }
  }
  lines.insert(lines.end(), markers.begin(), markers.end());
  plot(page, lines);
}

}  // namespace

GnuplotPage draw_lines(const LineChart& chart) {
  const std::vector<LegendEntry> legend = legend_of(chart);
  const PageGrid grid = grid_of(chart, legend);
  GnuplotPage page(chart.name, grid.width, grid.height());
  set_common_style(page);
  draw_legend(page, legend);
  for (std::size_t i = 0; i < chart.panels.size(); ++i) {
    const LinePanel& panel = chart.panels[i];
    const Area axes = grid.area(i / chart.columns, i % chart.columns);
    page.place_axes(axes);
    set_title(page, panel.title, axes);
    set_x_axis(page, panel);
    set_y_axis(page, axis_of(chart, panel), panel.y_label, grid.left[i % chart.columns], axes);
    set_x_label(page, panel.x_label, axes);
    plot_panel(page, panel);
    end_legend(page);
  }
  return page;
}

}  // namespace mllm_npu
