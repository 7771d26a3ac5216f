#include "plots/waterfall.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/base/number_text.h"
#include "plots/legend.h"
#include "plots/page_grid.h"
#include "plots/plot_commands.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

constexpr double kHalfWidth = 0.38;  // of a bar, in units of the distance between bars
constexpr double kLabelRoom = 10;    // points above the highest bar, for its label
constexpr double kLabelGap = 5;      // points from a bar to the middle of its label
constexpr double kBelow = 2.5;       // the smallest value is this many times the lower end

std::vector<LegendEntry> waterfall_legend(const WaterfallChart& chart) {
  std::vector<LegendEntry> entries;
  for (std::size_t look = 0; look < chart.looks.size(); ++look) {
    const auto has_look = [look](const WaterfallBar& bar) { return bar.look == look; };
    const auto shows = [&](const WaterfallPanel& panel) {
      return std::any_of(panel.bars.begin(), panel.bars.end(), has_look);
    };
    if (std::any_of(chart.panels.begin(), chart.panels.end(), shows)) {
      entries.push_back(
          {LegendEntry::Mark::kBox, chart.looks[look].label, chart.looks[look].color});
    }
  }
  return entries;
}

std::vector<std::string> bar_names(const WaterfallPanel& panel) {
  std::vector<std::string> names;
  for (const WaterfallBar& bar : panel.bars) names.push_back(bar.name);
  return names;
}

ValueAxis waterfall_axis(const WaterfallChart& chart, const WaterfallPanel& panel) {
  std::vector<double> values;
  for (const WaterfallBar& bar : panel.bars) {
    values.push_back(bar.to);
    if (bar.from) values.push_back(*bar.from);
  }
  return fit_axis(values, {.log = true,
                           .length = chart.axes_height * kPointsPerInch,
                           .room = kLabelRoom,
                           .below = kBelow});
}

PageGrid waterfall_grid(const WaterfallChart& chart) {
  PageGrid grid;
  grid.width = chart.width;
  grid.legend = legend_height(waterfall_legend(chart), grid.width);
  grid.left = {kBareAxis};
  for (const WaterfallPanel& panel : chart.panels) {
    grid.left[0] = std::max(grid.left[0], axis_room(waterfall_axis(chart, panel)));
  }
  for (const WaterfallPanel& panel : chart.panels) {
    grid.rows.push_back({panel.title.empty() ? kNoTitle : kTitle, chart.axes_height,
                         names_height(bar_names(panel), grid.axes_width())});
  }
  return grid;
}

// To a hundredth, so that what hardly changes is not taken for no change.
std::string factor_label(double factor) {
  return "x" + (factor < 0.095 ? value_label(factor) : number_text(std::round(100 * factor) / 100));
}

std::string label_of(const WaterfallBar& bar) {
  return bar.from ? factor_label(bar.to / *bar.from) : value_label(bar.to);
}

std::map<std::size_t, Table> bars_by_look(const WaterfallPanel& panel, const ValueAxis& axis) {
  std::map<std::size_t, Table> tables;
  for (std::size_t i = 0; i < panel.bars.size(); ++i) {
    const WaterfallBar& bar = panel.bars[i];
    const double from = bar.from.value_or(axis.low);
    const double top = std::max(from, bar.to);
    tables[bar.look].push_back({static_cast<double>(i), top, std::min(from, bar.to), label_of(bar),
                                axis.value_at(axis.place(top) + kLabelGap)});
  }
  return tables;
}

void draw_panel_of(GnuplotPage& page, const WaterfallChart& chart, std::size_t row,
                   const PageGrid& grid) {
  const WaterfallPanel& panel = chart.panels[row];
  const ValueAxis axis = waterfall_axis(chart, panel);
  const Area axes = grid.area(row, 0);
  page.place_axes(axes);
  set_title(page, panel.title, axes);
  set_y_axis(page, axis, chart.y_label, grid.left[0], axes);
  page.command("set xrange [-0.5:" + number_text(static_cast<double>(panel.bars.size()) - 0.5) +
               "]");
  set_names(page, bar_names(panel), axes);
  const std::string half = number_text(kHalfWidth);
  std::vector<std::string> bars;
  std::vector<std::string> labels;
  for (const auto& [look, table] : bars_by_look(panel, axis)) {
    const std::string block = page.data(table);
    bars.push_back(block + " using 1:2:($1-" + half + "):($1+" + half +
                   "):3:2 with boxxyerror lw hair fc rgb " + quoted(chart.looks[look].color) +
                   " fs solid 1 border lc rgb 'black' notitle");
    labels.push_back(block + " using 1:5:4 with labels center notitle");
  }
  bars.insert(bars.end(), labels.begin(), labels.end());
  plot(page, bars);
}

}  // namespace

GnuplotPage draw_waterfall(const WaterfallChart& chart) {
  const PageGrid grid = waterfall_grid(chart);
  GnuplotPage page(chart.name, grid.width, grid.height());
  set_common_style(page);
  draw_legend(page, waterfall_legend(chart));
  for (std::size_t row = 0; row < chart.panels.size(); ++row) {
    draw_panel_of(page, chart, row, grid);
    end_legend(page);
  }
  return page;
}

}  // namespace mllm_npu
