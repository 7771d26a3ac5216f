// Fig. 16: speed and accuracy by pruning rate.
// Rows: factors model, dataset, benchmark, pruning_rate; measure prefill_tokens_per_second (with
// device), or accuracy.

#include <algorithm>

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string rate_of(const RecordRow& row) { return row.text("pruning_rate") + " %"; }

BarPanel panel_of(const RecordRows& rows, const std::string& title, const std::string& name,
                  const std::string& measure, const std::vector<Look>& series) {
  RecordRows sorted = rows;
  std::ranges::stable_sort(sorted, {},
                           [](const RecordRow& row) { return row.number("pruning_rate"); });
  const BarQuery query{rate_of, distinct(sorted, rate_of), by_factor("benchmark"), measure};
  return {title, with_unit(name, rows, measure), false, bar_groups(rows, query, series, false)};
}

}  // namespace

std::vector<GnuplotPage> draw_fig16(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  BarChart chart;
  chart.name = "fig16";
  chart.axes_height = 1.3;
  chart.series = looks("benchmark", distinct(rows, by_factor("benchmark")));
  chart.panels = {
      panel_of(with_measure(rows, "prefill_tokens_per_second"), "speed, by linears pruned",
               "Prefill", "prefill_tokens_per_second", chart.series),
      panel_of(with_measure(rows, "accuracy"), "reference model, by linears pruned", "Accuracy",
               "accuracy", chart.series)};
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
