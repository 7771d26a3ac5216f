// Fig. 12, right: what accuracy loses as shadows are pruned.
// Rows: factors model, dataset, pruned_linears, pruning_rate; measure accuracy_loss, or perplexity
// of a checkpoint. Printed ones: model, dataset, pruned_linears, source "paper"; accuracy_loss.

#include <algorithm>

#include "plots/figure_catalog.h"
#include "plots/line_chart.h"
#include "plots/model_panels.h"
#include "plots/style.h"

namespace mllm_npu {
namespace {

// Printed rows say how many linears were pruned, not of how many: the last point prunes all.
LinePoints points_of(const RecordRows& rows, const std::string& measure) {
  double most = 1;
  for (const RecordRow& row : rows) most = std::max(most, row.number("pruned_linears"));
  LinePoints points;
  for (const RecordRow& row : rows) {
    points.emplace_back(100 * row.number("pruned_linears") / most, row.measure(measure).value);
  }
  return points;
}

LinePanel panel_of(const RecordRows& rows, const std::string& title, const std::string& measure,
                   const std::string& y_label, const std::vector<Look>& datasets) {
  LinePanel panel{
      .title = title, .x_label = "Linears without shadow (%)", .y_label = y_label, .lines = {}};
  for (const Look& dataset : datasets) {
    const RecordRows shown = where(rows, by_factor("dataset"), dataset.id);
    if (shown.empty()) continue;
    panel.lines.push_back({dataset.label, dataset.color, false, points_of(shown, measure)});
  }
  return panel;
}

}  // namespace

std::vector<GnuplotPage> draw_fig12_right(const ResultRecord& record) {
  RecordRows rows;
  for (const RecordRow& row : rows_of(record)) {
    if (row.has("pruned_linears")) rows.push_back(row);
  }
  const std::vector<Look> datasets = looks("dataset", distinct(rows, by_factor("dataset")));
  LineChart chart{.name = "fig12-right", .columns = 2, .panels = {}};
  for (const std::string& title : distinct(rows, model_title)) {
    const RecordRows of_model = where(rows, model_title, title);
    const RecordRows losses = with_measure(of_model, "accuracy_loss");
    if (!losses.empty()) {
      chart.panels.push_back(
          panel_of(losses, title, "accuracy_loss", "Accuracy loss (%)", datasets));
    }
    const RecordRows divergences = with_measure(of_model, "kl_divergence");
    if (!divergences.empty()) {
      chart.panels.push_back(
          panel_of(divergences, title, "kl_divergence", "KL divergence (nats)", datasets));
    }
  }
  return {draw_lines(chart)};
}

}  // namespace mllm_npu
