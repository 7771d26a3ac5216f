// Fig. 16: speed and accuracy by pruning rate.
// Rows: factors model, dataset, benchmark, pruning_rate; measure prefill_tokens_per_second (with
// device), or accuracy. Printed accuracies lack the benchmark and have source "paper".

#include <algorithm>

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/model_panels.h"

namespace mllm_npu {
namespace {

std::string rate_of(const RecordRow& row) { return row.text("pruning_rate") + " %"; }

std::string benchmark_of(const RecordRow& row) {
  return row.text(is_printed(row) ? "dataset" : "benchmark");
}

BarPanel panel_of(const RecordRows& rows, const std::string& title, const std::string& name,
                  const std::string& measure, const std::vector<Look>& series) {
  RecordRows sorted = rows;
  std::ranges::stable_sort(sorted, {},
                           [](const RecordRow& row) { return row.number("pruning_rate"); });
  const BarQuery query{rate_of, distinct(sorted, rate_of), benchmark_of, measure};
  return {title, with_unit(name, rows, measure), false, bar_groups(rows, query, series, false)};
}

}  // namespace

std::vector<GnuplotPage> draw_fig16(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  BarChart chart;
  chart.name = "fig16";
  chart.axes_height = 1.3;
  chart.series = looks("benchmark", distinct(rows, benchmark_of));
  const RecordRows accuracies = with_measure(rows, "accuracy");
  chart.panels = {
      panel_of(with_measure(rows, "prefill_tokens_per_second"), "speed, by linears pruned",
               "Prefill", "prefill_tokens_per_second", chart.series),
      panel_of(where(accuracies, model_title, "reference model, planted outliers"),
               "reference model with planted outliers", "Accuracy", "accuracy", chart.series)};
  for (const std::string& title : distinct(accuracies, model_title)) {
    const RecordRows shown = where(accuracies, model_title, title);
    if (!is_printed(shown.front())) continue;
    chart.panels.push_back(panel_of(shown, title, "Accuracy", "accuracy", chart.series));
  }
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
