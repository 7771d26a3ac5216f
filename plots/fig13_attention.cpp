// Fig. 13 again, with attention faster or slower than fitted: the NPU's bubbles under each policy.
// Rows: factors device, model, prompt_length, attention_speedup, policy; measure npu_bubble_rate.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"

namespace mllm_npu {
namespace {

std::string workload_of(const RecordRow& row) {
  return display_name(row.text("device")) + ", " + display_name(row.text("model")) + ", " +
         row.text("prompt_length") + " tokens";
}

std::string speedup_of(const RecordRow& row) {
  return "attention ×" + row.text("attention_speedup");
}

}  // namespace

std::vector<GnuplotPage> draw_fig13_attention(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey policy = by_factor("policy");
  BarChart chart;
  chart.name = "fig13-attention";
  chart.axes_height = 1.3;
  chart.series = looks("policy", distinct(rows, policy));
  const BarQuery query{speedup_of, distinct(rows, speedup_of), policy, "npu_bubble_rate"};
  const std::string y_label = with_unit("NPU bubbles", rows, query.measure);
  for (const std::string& workload : distinct(rows, workload_of)) {
    const RecordRows shown = where(rows, workload_of, workload);
    chart.panels.push_back(
        {workload, y_label, false, bar_groups(shown, query, chart.series, false)});
  }
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
