// Table 1 as bars: what a prompt takes that fills a model's context.
// Rows: factors model, device, system; measures max_context_length, time_to_first_token.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

std::string model_and_context(const RecordRow& row) {
  return display_name(row.text("model")) + ", " +
         value_label(row.measure("max_context_length").value);
}

}  // namespace

std::vector<GnuplotPage> draw_table1(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  BarChart chart;
  chart.name = "table1";
  chart.axes_height = 1.35;
  chart.series = looks("system", distinct(rows, by_factor("system")));
  const BarQuery query{model_and_context, distinct(rows, model_and_context), by_factor("system"),
                       "time_to_first_token"};
  chart.panels = {{"A prompt that fills the context (tokens)",
                   with_unit("Prefill", rows, query.measure), true,
                   bar_groups(rows, query, chart.series, true)}};
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
