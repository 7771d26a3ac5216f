// Fig. 19: prefill speed as one technique after the other is switched on.
// Rows: factors device, model, step, and pruning_rate where it is not the default; measures
// prefill_tokens_per_second and prompt_tokens.

#include "plots/figure_catalog.h"
#include "plots/grouped_bars.h"
#include "plots/text.h"

namespace mllm_npu {
namespace {

std::string phone_and_model(const RecordRow& row) {
  return display_name(row.text("device")) + ", " + display_name(row.text("model"));
}

std::string prompt_of(const RecordRow& row) {
  const std::string tokens = value_label(row.measure("prompt_tokens").value) + " tokens";
  return row.has("pruning_rate") ? tokens + ", " + row.text("pruning_rate") + " % pruned" : tokens;
}

}  // namespace

std::vector<GnuplotPage> draw_fig19(const ResultRecord& record) {
  const RecordRows rows = rows_of(record);
  const RowKey step = by_factor("step");
  BarChart chart;
  chart.name = "fig19";
  chart.axes_height = 1.35;
  chart.series = looks("prompt", distinct(rows, prompt_of));
  const BarQuery query{step, distinct(rows, step), prompt_of, "prefill_tokens_per_second"};
  const std::string y_label = with_unit("Prefill speed", rows, query.measure);
  std::vector<std::vector<BarPanel>> stacks;
  for (const std::string& title : distinct(rows, phone_and_model)) {
    const RecordRows shown = where(rows, phone_and_model, title);
    stacks.push_back({{title, y_label, false, bar_groups(shown, query, chart.series, false)}});
  }
  place_stacks(chart, stacks);
  return {draw_grouped_bars(chart)};
}

}  // namespace mllm_npu
