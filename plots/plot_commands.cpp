#include "plots/plot_commands.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "engine/base/check.h"
#include "engine/base/number_text.h"
#include "plots/style.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

// In inches.
constexpr double kTextLine = 0.125;   // between lines of text
constexpr double kBelowAxis = 0.085;  // from an axis to the middle of the names below it
constexpr double kLeastLeft = 0.3;    // from the page's edge to any axis
constexpr std::ptrdiff_t kMostLines = 3;
constexpr double kPi = 3.14159265358979323846;

double middle(double a, double b) { return a + (b - a) / 2; }

void place_text(GnuplotPage& page, const std::string& text, double x, double y,
                const std::string& how) {
  if (!text.empty()) page.command("set label " + quoted(text) + " at " + page.at(x, y) + " " + how);
}

double pitch_of(const std::vector<std::string>& names, double width) {
  return width * kPointsPerInch / static_cast<double>(names.size());
}

std::vector<std::string> wrapped_names(const std::vector<std::string>& names, double pitch) {
  std::vector<std::string> result;
  for (const std::string& name : names) result.push_back(wrapped(name, pitch - 3));
  return result;
}

double widest(const std::vector<std::string>& names) {
  double width = 0;
  for (const std::string& name : names) width = std::max(width, text_width(name));
  return width;
}

std::ptrdiff_t most_lines(const std::vector<std::string>& names) {
  std::ptrdiff_t lines = 1;
  for (const std::string& name : names) {
    lines = std::max(lines, 1 + std::count(name.begin(), name.end(), '\n'));
  }
  return lines;
}

bool are_slanted(const std::vector<std::string>& names, double pitch) {
  const std::vector<std::string> lines = wrapped_names(names, pitch);
  return widest(lines) > pitch - 1 || most_lines(lines) > kMostLines;
}

std::string ticks_text(const ValueAxis& axis, bool labelled) {
  std::string text;
  for (double tick : ticks_of(axis)) {
    text += (text.empty() ? "(" : ", ") + quoted(labelled ? tick_label(tick) : "") + " " +
            number_text(tick);
  }
  return text.empty() ? "()" : text + ")";
}

// Degrees by which names are turned: the least that keeps the first one on the page.
double slant_of(const std::vector<std::string>& names, double pitch) {
  double room = kLeastLeft * kPointsPerInch + pitch / 2;
  for (double degrees : {35.0, 50.0, 65.0}) {
    const double share = std::cos(degrees * kPi / 180);
    const auto fits = [&, i = 0](const std::string& name) mutable {
      return text_width(name) * share <= room + pitch * i++;
    };
    if (std::all_of(names.begin(), names.end(), fits)) return degrees;
  }
  return 90;
}

void place_lines(GnuplotPage& page, const std::string& lines, double x, double y) {
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line); y -= kTextLine) {
    place_text(page, line, x, y, "center");
  }
}

}  // namespace

void set_common_style(GnuplotPage& page) {
  page.command("unset key");
  page.command("set border 3 lw hair");
  page.command("set tics nomirror out scale 0.4");
  page.command("set grid ytics lt 1 lc rgb '#DDDDDD' lw hair");
  page.command("set grid back");
  page.command("unset xtics");
}

void set_title(GnuplotPage& page, const std::string& title, const Area& axes) {
  const double half = text_width(title) / kPointsPerInch / 2;
  const double x = std::min(middle(axes.left, axes.right), axes.right - half);
  place_text(page, title, x, axes.top + kTitle / 2, "center");
}

void set_y_axis(GnuplotPage& page, const ValueAxis& axis, const std::string& label, double room,
                const Area& axes) {
  page.command(axis.log ? "set logscale y 10" : "unset logscale y");
  page.command("set yrange " + range_text(axis));
  page.command("set ytics offset 0.5,0 " + ticks_text(axis, room > kBareAxis));
  if (room <= kBareAxis) return;
  place_text(page, label, axes.left - room + kTextLine / 2, middle(axes.bottom, axes.top),
             "center rotate");
}

void set_x_label(GnuplotPage& page, const std::string& label, const Area& axes) {
  place_text(page, label, middle(axes.left, axes.right),
             axes.bottom - kNamedNumbers + kTextLine / 2, "center");
}

void set_names(GnuplotPage& page, const std::vector<std::string>& names, const Area& axes) {
  const double pitch = pitch_of(names, axes.right - axes.left);
  const bool slanted = are_slanted(names, pitch);
  const std::vector<std::string> lines = wrapped_names(names, pitch);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double x = axes.left + (static_cast<double>(i) + 0.5) * pitch / kPointsPerInch;
    const double y = axes.bottom - kBelowAxis;
    if (slanted) {
      place_text(page, names[i], x, y, "right rotate by " + number_text(slant_of(names, pitch)));
    } else {
      place_lines(page, lines[i], x, y);
    }
  }
}

double names_height(const std::vector<std::string>& names, double width) {
  const double pitch = pitch_of(names, width);
  const double first = kBelowAxis + kTextLine / 2;
  if (are_slanted(names, pitch)) {
    const double radians = slant_of(names, pitch) * kPi / 180;
    return first + widest(names) * std::sin(radians) / kPointsPerInch;
  }
  return first + kTextLine * static_cast<double>(most_lines(wrapped_names(names, pitch)) - 1);
}

void append_paper_markers(std::vector<std::string>& parts, const std::string& source,
                          const std::string& color) {
  const std::string points = source + " with points pt 13 ps ";
  parts.push_back(points + "1.3*marker lc rgb " + quoted(color) + " notitle");
  parts.push_back(points + "0.8*marker lc rgb 'white' notitle");
}

LegendEntry paper_entry() { return {LegendEntry::Mark::kPaper, "paper's value", "black"}; }

void plot(GnuplotPage& page, const std::vector<std::string>& parts) {
  MLLM_NPU_CHECK(!parts.empty(), page.name());
  std::string line;
  for (const std::string& part : parts) line += (line.empty() ? "plot " : ", \\\n     ") + part;
  page.command(line);
}

}  // namespace mllm_npu
