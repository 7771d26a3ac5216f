// Fig. 8: what a token costs on the NPU, by chunk length.
// Rows: factors device, model, part (QKV_Linear, FFN), chunk_length; measure latency_per_token.

#include <algorithm>

#include "engine/base/input_error.h"
#include "engine/base/number_text.h"
#include "plots/figure_catalog.h"
#include "plots/page_grid.h"
#include "plots/plot_commands.h"
#include "plots/record_rows.h"
#include "plots/style.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

constexpr const char* kMeasure = "latency_per_token";
constexpr const char* kKey = "measures.latency_per_token";  // in errors
constexpr double kAxesHeight = 1.3;                         // inches
constexpr double kRoom = 6;                                 // points above the highest point

std::string panel_of(const RecordRow& row) {
  return display_name(row.text("device")) + ", " + display_name(row.text("part"));
}

// Both axes are logarithmic.
double positive(double value, const std::string& key) {
  if (value >= 1e-12) return value;
  throw InputError("", key, "a positive number", number_text(value));
}

Table table_of(const RecordRows& rows) {
  Table table;
  for (const RecordRow& row : rows) {
    const Measure& measure = row.measure(kMeasure);
    table.push_back({positive(row.number("chunk_length"), "factors.chunk_length"),
                     positive(measure.value, kKey), Cell{}});
    if (measure.paper) table.back().back() = positive(*measure.paper, kKey);
  }
  std::sort(table.begin(), table.end());
  return table;
}

ValueAxis axis_of(const RecordRows& rows) {
  std::vector<double> values;
  for (const RecordRow& row : rows) {
    const Measure& measure = row.measure(kMeasure);
    values.push_back(positive(measure.value, kKey));
    values.push_back(positive(measure.paper.value_or(measure.value), kKey));
  }
  return fit_axis(values, {true, kAxesHeight * kPointsPerInch, kRoom});
}

bool any_paper(const RecordRows& rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [](const RecordRow& row) { return row.measure(kMeasure).paper.has_value(); });
}

std::vector<LegendEntry> legend_of(const RecordRows& rows, const std::vector<Look>& models) {
  std::vector<LegendEntry> entries;
  for (const Look& model : models) {
    entries.push_back({LegendEntry::Mark::kLine, model.label, model.color});
  }
  if (any_paper(rows)) entries.push_back(paper_entry());
  return entries;
}

PageGrid grid_of(const RecordRows& rows, const std::vector<LegendEntry>& legend,
                 const ValueAxis& axis) {
  PageGrid grid;
  grid.width = kColumnWidth;
  grid.legend = legend_height(legend, grid.width);
  const std::size_t panels = distinct(rows, panel_of).size();
  grid.left.assign(std::min<std::size_t>(2, panels), kBareAxis);
  grid.left.front() = axis_room(axis);
  grid.rows.assign((panels + 1) / 2, {kTitle, kAxesHeight, kNamedNumbers});
  return grid;
}

// One table per model, then a line for ours and diamonds for the paper's.
void plot_models(GnuplotPage& page, const RecordRows& rows, const std::vector<Look>& models) {
  std::vector<std::string> lines;
  std::vector<std::string> markers;
  for (const Look& model : models) {
    const RecordRows of_model = where(rows, by_factor("model"), model.id);
    if (of_model.empty()) continue;
    const std::string block = page.data(table_of(of_model));
    lines.push_back(block + " using 1:2 with linespoints pt 7 ps 0.6*marker lw 2*hair lc rgb " +
                    quoted(model.color) + " notitle");
    if (any_paper(of_model)) append_paper_markers(markers, block + " using 1:3", model.color);
  }
  lines.insert(lines.end(), markers.begin(), markers.end());
  plot(page, lines);
}

// Every second power of two has its number; more would not fit.
void set_x_axis(GnuplotPage& page, const RecordRows& rows) {
  double shortest = rows.front().number("chunk_length");
  for (const RecordRow& row : rows) shortest = std::min(shortest, row.number("chunk_length"));
  page.command("set logscale x 2");
  page.command("set xrange [*:*]");
  page.command("set autoscale x noextend");
  page.command("set offsets graph 0.04, graph 0.04, 0, 0");
  page.command("set format x '%.0f'");
  page.command("set xtics nomirror out scale 0.4 offset 0,0.4 " + number_text(shortest) + ",4");
}

}  // namespace

std::vector<GnuplotPage> draw_fig8(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const std::string y_label = "Time per token (" + unit_of(rows, kMeasure) + ")";
  const std::vector<Look> models = looks("model", distinct(rows, by_factor("model")));
  const std::vector<LegendEntry> legend = legend_of(rows, models);
  const ValueAxis axis = axis_of(rows);
  const PageGrid grid = grid_of(rows, legend, axis);
  GnuplotPage page("fig8", grid.width, grid.height());
  set_common_style(page);
  set_x_axis(page, rows);
  draw_legend(page, legend);
  std::size_t index = 0;
  for (const std::string& title : distinct(rows, panel_of)) {
    const std::size_t column = index % grid.left.size();
    const Area axes = grid.area(index / grid.left.size(), column);
    page.place_axes(axes);
    set_title(page, title, axes);
    set_y_axis(page, axis, y_label, grid.left[column], axes);
    set_x_label(page, "Chunk length (tokens)", axes);
    plot_models(page, where(rows, panel_of, title), models);
    end_legend(page);
    ++index;
  }
  return {page};
}

}  // namespace mllm_npu
