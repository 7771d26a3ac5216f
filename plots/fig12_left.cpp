// Fig. 12, left: importance of the outliers of each linear, from the model's input to its output.
// Rows: factors model, linear, layer; measures depth, importance. Printed ones: model,
// linear_index, source "paper"; measure importance.

#include <algorithm>

#include "plots/figure_catalog.h"
#include "plots/line_chart.h"
#include "plots/model_panels.h"
#include "plots/style.h"

namespace mllm_npu {
namespace {

LinePoints points_of(const RecordRows& rows) {
  double last = 1;
  for (const RecordRow& row : rows) {
    if (is_printed(row)) last = std::max(last, row.number("linear_index"));
  }
  LinePoints points;
  for (const RecordRow& row : rows) {
    const double depth =
        is_printed(row) ? 100 * row.number("linear_index") / last : row.measure("depth").value;
    points.emplace_back(depth, row.measure("importance").value);
  }
  return points;
}

}  // namespace

std::vector<GnuplotPage> draw_fig12_left(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  LineChart chart{.name = "fig12-left", .columns = 1, .panels = {}};
  for (const std::string& title : distinct(rows, model_title)) {
    chart.panels.push_back({.title = title,
                            .x_label = "Linears from input to output (%)",
                            .y_label = "Importance (ratio)",
                            .log_y = true,
                            .lines = {{"", palette_color(chart.panels.size()), false,
                                       points_of(where(rows, model_title, title))}}});
  }
  return {draw_lines(chart)};
}

}  // namespace mllm_npu
