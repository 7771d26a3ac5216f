// Fig. 11: in how many tokens a channel is an outlier, channels sorted by it.
// Rows: factors model, linear, rank_share; measure outlier_token_share. Printed ones: model,
// linear, rank, source "paper"; measure outlier_occurrences (of 2048 tokens).

#include <algorithm>

#include "plots/figure_catalog.h"
#include "plots/line_chart.h"
#include "plots/model_panels.h"
#include "plots/style.h"

namespace mllm_npu {
namespace {

constexpr double kPrintedTokens = 2048;

// Of printed points the last one is the last channel.
LinePoints points_of(const RecordRows& rows) {
  LinePoints points;
  double last = 1;
  for (const RecordRow& row : rows) {
    if (is_printed(row)) last = std::max(last, row.number("rank"));
  }
  for (const RecordRow& row : rows) {
    if (is_printed(row)) {
      points.emplace_back(100 * row.number("rank") / last,
                          100 * row.measure("outlier_occurrences").value / kPrintedTokens);
    } else {
      points.emplace_back(row.number("rank_share"), row.measure("outlier_token_share").value);
    }
  }
  return points;
}

LinePanel panel_of(const RecordRows& rows, const std::string& title,
                   const std::vector<Look>& linears) {
  LinePanel panel{
      .title = title, .x_label = "Channels, sorted (%)", .y_label = "Tokens (%)", .lines = {}};
  for (const Look& linear : linears) {
    const RecordRows of_linear = where(rows, by_factor("linear"), linear.id);
    if (of_linear.empty()) continue;
    panel.lines.push_back({linear.label, linear.color, false, points_of(of_linear)});
  }
  return panel;
}

}  // namespace

std::vector<GnuplotPage> draw_fig11(const ResultRecord& record) {
  RecordRows rows;
  for (const RecordRow& row : rows_of(record)) {
    if (row.has("rank_share") || is_printed(row)) rows.push_back(row);
  }
  const std::vector<Look> linears = looks("linear", distinct(rows, by_factor("linear")));
  LineChart chart{.name = "fig11", .columns = 2, .panels = {}};
  for (const std::string& title : distinct(rows, model_title)) {
    chart.panels.push_back(panel_of(where(rows, model_title, title), title, linears));
  }
  return {draw_lines(chart)};
}

}  // namespace mllm_npu
