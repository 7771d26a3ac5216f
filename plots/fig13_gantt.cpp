// The timelines behind Fig. 13: a Gantt picture per policy, a row per processor, a colour per
// chunk; what stays empty in the NPU's row is a bubble. All pictures show the same window of time,
// as long as four layers take, with everything that runs in it. Rows: factors policy, processor,
// chunk, layer, kind; measures start, end. The record must hold all spans that start within the
// window, else bubbles appear that are none.

#include <algorithm>

#include "engine/base/input_error.h"
#include "engine/base/number_text.h"
#include "plots/figure_catalog.h"
#include "plots/gantt.h"
#include "plots/kind_marks.h"
#include "plots/page_grid.h"
#include "plots/page_name.h"
#include "plots/plot_commands.h"
#include "plots/style.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

constexpr std::size_t kLayers = 4;
constexpr double kRowHeight = 0.27;  // inches per processor
constexpr double kWidestName = 1.5;  // inches; a longer one is cut off by the page's edge
constexpr double kNameGap = 0.07;    // inches between a processor and its row
constexpr double kBarShare = 0.84;   // of a row's height
constexpr double kMarkRoom = 6.5;    // points that a mark in a span needs

// What all pictures have in common, so that they can be laid side by side.
struct Common {
  std::vector<std::string> processors;
  std::vector<std::string> chunks;
  std::vector<KindMark> marks;  // of what runs in the window
  double window = 0;
  std::string unit;
};

std::vector<std::string> processors_of(const RecordRows& rows) {
  std::vector<std::string> processors;
  for (const Look& look : looks("unit", distinct(rows, by_factor("processor")))) {
    processors.push_back(look.id);
  }
  return processors;
}

Common common_of(const RecordRows& rows) {
  const std::vector<GanttSpan> spans = gantt_spans(rows);
  Common common;
  common.processors = processors_of(rows);
  common.chunks = distinct(rows, by_factor("chunk"));
  common.window = window_of(spans, kLayers, layers_of(rows));
  if (common.window <= 0) throw InputError("", "measures.end", "spans that take time", "none");
  common.marks = kind_marks(kinds_of(spans_within(spans, common.window)));
  common.unit = unit_of(rows, "start");
  require_unit(rows, "end", common.unit);
  return common;
}

std::size_t index_of(const std::vector<std::string>& list, const std::string& value) {
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), value) - list.begin());
}

std::vector<LegendEntry> legend_of(const Common& common) {
  std::vector<LegendEntry> entries;
  const std::size_t colors = std::min(common.chunks.size(), palette_size());
  for (std::size_t i = 0; i < colors; ++i) {
    std::string label = "chunk " + common.chunks[i];
    if (i + colors < common.chunks.size()) label += ", " + common.chunks[i + colors] + ", ...";
    entries.push_back({LegendEntry::Mark::kBox, label, palette_color(i)});
  }
  for (const auto& [kind, mark] : common.marks) {
    entries.push_back({LegendEntry::Mark::kNone, mark + ": " + kind, "black"});
  }
  return entries;
}

double names_room(const Common& common) {
  double widest = 0;
  for (const std::string& processor : common.processors) {
    widest = std::max(widest, text_width(display_name(processor)));
  }
  return std::min(widest / kPointsPerInch, kWidestName) + 0.15;
}

PageGrid grid_of(const Common& common) {
  PageGrid grid;
  grid.width = kPageWidth;
  grid.legend = legend_height(legend_of(common), grid.width);
  grid.left = {names_room(common)};
  const double axes = kRowHeight * static_cast<double>(common.processors.size());
  grid.rows = {{kTitle, axes, kNamedNumbers}};
  return grid;
}

// The first processor stands at the top, at the highest number.
double row_of(const Common& common, const std::string& processor) {
  return static_cast<double>(common.processors.size() - index_of(common.processors, processor));
}

// start, end, row
Table spans_table(const std::vector<GanttSpan>& spans, const Common& common,
                  const std::string& chunk) {
  Table table;
  for (const GanttSpan& span : spans) {
    if (span.chunk == chunk)
      table.push_back({span.start, span.end, row_of(common, span.processor)});
  }
  return table;
}

// middle, row, mark: of the spans that are long enough to hold one
Table marks_table(const std::vector<GanttSpan>& spans, const Common& common, double width) {
  Table table;
  for (const GanttSpan& span : spans) {
    if ((span.end - span.start) / common.window * width < kMarkRoom) continue;
    table.push_back({(span.start + span.end) / 2, row_of(common, span.processor),
                     mark_of(common.marks, span.kind)});
  }
  return table;
}

void set_axes(GnuplotPage& page, const Common& common, const Area& axes) {
  page.command("unset grid");
  page.command("set xrange [0:" + number_text(common.window) + "]");
  page.command(
      "set yrange [0.5:" + number_text(static_cast<double>(common.processors.size()) + 0.5) + "]");
  set_x_label(page, "Time (" + common.unit + ")", axes);
  page.command("set xtics nomirror out scale 0.4 offset 0,0.4");
  page.command("unset ytics");
}

// As labels: gnuplot would read the names of tics as formats.
void set_processors(GnuplotPage& page, const Common& common, const Area& axes) {
  for (const std::string& processor : common.processors) {
    const double y = axes.bottom + (row_of(common, processor) - 0.5) * kRowHeight;
    page.command("set label " + quoted(display_name(processor)) + " at " +
                 page.at(axes.left - kNameGap, y) + " right");
  }
}

// A grey strip per processor, which shows wherever nothing runs.
void draw_idle(GnuplotPage& page, const Common& common) {
  const double half = kBarShare / 2;
  for (const std::string& processor : common.processors) {
    const double row = row_of(common, processor);
    page.command("set object rectangle from 0," + number_text(row - half) + " to " +
                 number_text(common.window) + "," + number_text(row + half) +
                 " behind fillcolor rgb '#ECECEC' fillstyle solid 1 noborder");
  }
}

std::vector<std::string> plot_parts(GnuplotPage& page, const std::vector<GanttSpan>& spans,
                                    const Common& common, double width) {
  std::vector<std::string> parts;
  const std::string half = number_text(kBarShare / 2);
  for (std::size_t i = 0; i < common.chunks.size(); ++i) {
    const Table table = spans_table(spans, common, common.chunks[i]);
    if (table.empty()) continue;
    parts.push_back(page.data(table) + " using 1:3:1:2:($3-" + half + "):($3+" + half +
                    ") with boxxyerror lw 0.6*hair fc rgb " + quoted(palette_color(i)) +
                    " fs solid 1 border lc rgb 'black' notitle");
  }
  const Table marks = marks_table(spans, common, width);
  if (!marks.empty()) {
    parts.push_back(page.data(marks) + " using 1:2:3 with labels center notitle");
  }
  if (parts.empty()) throw InputError("", "measures.start", "a span at the start", "none");
  return parts;
}

std::string title_of(const std::string& policy, const std::vector<GanttSpan>& spans,
                     const Common& common) {
  return policy + ": the first " + value_label(common.window) + " of " +
         value_label(makespan_of(spans)) + " " + common.unit;
}

GnuplotPage draw_policy(const std::string& name, const RecordRows& rows, const Common& common) {
  const std::vector<GanttSpan> spans = gantt_spans(rows);
  const PageGrid grid = grid_of(common);
  GnuplotPage page(name, grid.width, grid.height());
  set_common_style(page);
  const Area axes = grid.area(0, 0);
  page.place_axes(axes);
  set_title(page, title_of(spans.front().policy, spans, common), axes);
  set_axes(page, common, axes);
  set_processors(page, common, axes);
  draw_idle(page, common);
  draw_legend(page, legend_of(common));
  plot(page, plot_parts(page, spans_within(spans, common.window), common,
                        grid.axes_width() * kPointsPerInch));
  return page;
}

}  // namespace

std::vector<GnuplotPage> draw_fig13_gantt(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey policy = by_factor("policy");
  const Common common = common_of(rows);
  std::vector<GnuplotPage> pages;
  for (const std::string& name : distinct(rows, policy)) {
    pages.push_back(draw_policy(page_name("fig13-gantt", "policy", name, pages),
                                where(rows, policy, name), common));
  }
  return pages;
}

}  // namespace mllm_npu
