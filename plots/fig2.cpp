// Fig. 2: the life of a graph on the NPU, step by step.
// Rows: factors step, model (absent where the step does not depend on it); measure duration.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string model_of(const RecordRow& row) { return row.text_or("model", "any model"); }

}  // namespace

std::vector<GnuplotPage> draw_fig2(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey step = by_factor("step");
  BarChart chart;
  chart.name = "fig2";
  chart.axes_height = 1.35;
  chart.series = looks("model", distinct(rows, model_of));
  const BarQuery query{step, distinct(rows, step), model_of, "duration"};
  chart.panels.push_back({"", with_unit("Duration", rows, query.measure), true,
                          bar_groups(rows, query, chart.series, true)});
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
