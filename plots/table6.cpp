// Table 6: accuracy of the ways to quantise.
// Rows: factors model, dataset, benchmark, quantizer; measures accuracy, kl_divergence.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/model_panels.h"

namespace mllm_npu {
namespace {

std::string task_of(const RecordRow& row) { return row.text("dataset"); }

}  // namespace

std::vector<GnuplotPage> draw_table6(const ResultRecord& record) {
  RecordRows rows;
  for (const RecordRow& row : rows_of(record)) {
    if (!is_printed(row)) rows.push_back(row);
  }
  const RowKey quantizer = by_factor("quantizer");
  BarChart chart;
  chart.name = "table6";
  chart.axes_height = 1.3;
  chart.series = looks("quantizer", distinct(rows, quantizer));
  const auto panel = [&](const char* title, const char* name, const char* measure) {
    const BarQuery query{task_of, distinct(rows, task_of), quantizer, measure};
    return BarPanel{title, with_unit(name, rows, measure), false,
                    bar_groups(rows, query, chart.series, false)};
  };
  chart.panels = {panel("reference model with planted outliers", "Accuracy", "accuracy"),
                  panel("next-token distributions against FP32", "KL divergence", "kl_divergence")};
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
