// Fig. 10: outlier channels of a chunk, layer by layer.
// Rows: factors model, linear, layer; measure outlier_channels.

#include "plots/figure_catalog.h"
#include "plots/line_chart.h"
#include "plots/model_panels.h"
#include "plots/style.h"

namespace mllm_npu {
namespace {

// k and v read what q reads, gate what up reads.
bool has_own_input(const RecordRow& row) {
  const std::string linear = row.text("linear");
  return linear != "k_proj" && linear != "v_proj" && linear != "gate_proj";
}

LinePanel panel_of(const RecordRows& rows, const std::string& title,
                   const std::vector<Look>& linears) {
  LinePanel panel{.title = title, .x_label = "Layer", .y_label = "Outlier channels", .lines = {}};
  for (const Look& linear : linears) {
    LinePoints points;
    for (const RecordRow& row : where(rows, by_factor("linear"), linear.id)) {
      points.emplace_back(row.number("layer"), row.measure("outlier_channels").value);
    }
    if (!points.empty()) panel.lines.push_back({linear.label, linear.color, false, points});
  }
  return panel;
}

}  // namespace

std::vector<GnuplotPage> draw_fig10(const ResultRecord& record) {
  RecordRows rows;
  for (const RecordRow& row : rows_of(record)) {
    if (has_own_input(row)) rows.push_back(row);
  }
  const std::vector<Look> linears = looks("linear", distinct(rows, by_factor("linear")));
  LineChart chart{.name = "fig10", .columns = 1, .panels = {}};
  for (const std::string& title : distinct(rows, model_title)) {
    chart.panels.push_back(panel_of(where(rows, model_title, title), title, linears));
  }
  return {draw_lines(chart)};
}

}  // namespace mllm_npu
