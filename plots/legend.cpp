#include "plots/legend.h"

#include <algorithm>

#include "plots/style.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

// All in inches.
constexpr double kLineHeight = 0.145;
constexpr double kMark = 0.13;
constexpr double kMarkGap = 0.04;
constexpr double kEntryGap = 0.13;
constexpr double kMargin = 0.05;

using Line = std::vector<LegendEntry>;
using Mark = LegendEntry::Mark;

double entry_width(const LegendEntry& entry) {
  const double mark = entry.mark == Mark::kNone ? 0 : kMark + kMarkGap;
  return mark + text_width(entry.label) / kPointsPerInch;
}

double line_width(const Line& line) {
  double width = -kEntryGap;
  for (const LegendEntry& entry : line) width += entry_width(entry) + kEntryGap;
  return width;
}

std::vector<Line> lines_of(const std::vector<LegendEntry>& entries, double width) {
  std::vector<Line> lines;
  for (const LegendEntry& entry : entries) {
    const double room = width - 2 * kMargin - kEntryGap - entry_width(entry);
    if (lines.empty() || line_width(lines.back()) > room) lines.emplace_back();
    lines.back().push_back(entry);
  }
  return lines;
}

void draw_box(GnuplotPage& page, const LegendEntry& entry, double x, double y) {
  page.command("set object rectangle from " + page.at(x, y - 0.04) + " to " +
               page.at(x + kMark, y + 0.04) + " fillcolor rgb " + quoted(entry.color) +
               " fillstyle solid 1 border lc rgb 'black' linewidth hair");
}

void draw_stroke(GnuplotPage& page, const std::string& color, double x, double y) {
  page.command("set arrow from " + page.at(x, y) + " to " + page.at(x + kMark, y) +
               " nohead lc rgb " + quoted(color) + " linewidth 3*hair");
}

void draw_paper(GnuplotPage& page, double x, double y) {
  const std::string place = "set label '' at " + page.at(x + kMark / 2, y) + " point pt 13 ps ";
  page.command(place + "1.3*marker lc rgb 'black'");
  page.command(place + "0.8*marker lc rgb 'white'");
}

void draw_mark(GnuplotPage& page, const LegendEntry& entry, double x, double y) {
  switch (entry.mark) {
    case Mark::kBox:
      return draw_box(page, entry, x, y);
    case Mark::kLine:
      return draw_stroke(page, entry.color, x, y);
    case Mark::kBound:
      return draw_stroke(page, "black", x, y);
    case Mark::kPaper:
      return draw_paper(page, x, y);
    case Mark::kNone:
      return;
  }
}

void draw_line(GnuplotPage& page, const Line& line, double y) {
  double x = std::max(kMargin, (page.width() - line_width(line)) / 2);
  for (const LegendEntry& entry : line) {
    draw_mark(page, entry, x, y);
    const double text = entry.mark == Mark::kNone ? x : x + kMark + kMarkGap;
    page.command("set label " + quoted(entry.label) + " at " + page.at(text, y) + " left");
    x += entry_width(entry) + kEntryGap;
  }
}

}  // namespace

double legend_height(const std::vector<LegendEntry>& entries, double width) {
  return kLineHeight * static_cast<double>(lines_of(entries, width).size());
}

void draw_legend(GnuplotPage& page, const std::vector<LegendEntry>& entries) {
  double y = page.height() - kMargin - kLineHeight / 2;
  for (const Line& line : lines_of(entries, page.width())) {
    draw_line(page, line, y);
    y -= kLineHeight;
  }
}

void end_legend(GnuplotPage& page) { page.command("unset object\nunset arrow\nunset label"); }

}  // namespace mllm_npu
